import { kendallTau } from '../../stats/kendall-tau.ts';
import { quantile } from '../../stats/quantile.ts';
import type { RandomStream } from '../random/random-stream.ts';
import type { Trial } from '../study/trial.ts';

/** Settings of {@link adaptiveRung}. */
export interface AdaptiveRungSettings {
  /** Resources that may be the first rung, ascending. */
  readonly candidates: readonly number[];
  /** The first rung now; undefined where there is none yet. */
  readonly current: number | undefined;
  /** A rung must rank as well as this; 0.4. */
  readonly enough?: number;
  /** To move down, as well as this, on at least {@link fewestToLower} curves; 0.6. */
  readonly enoughToLower?: number;
  readonly fewestToLower?: number;
  /** Part of the bootstrapped correlations below the bound; 0.1. */
  readonly tail?: number;
  /** Numbers for the bootstrap: a stream of this purpose and of the number of curves alone, so that a replay draws the same. */
  readonly random: RandomStream;
}

/** How well a candidate foretells the end. */
export interface RungEvidence {
  readonly resource: number;
  /** Curves that are compared: those that got further, of the better half. */
  readonly curves: number;
  /** Kendall's tau of the best loss up to here and up to the deepest common resource. */
  readonly tau: number;
  /** Lower bound of tau by bootstrap. */
  readonly low: number;
}

/** The first rung, why, and what the choice rests on. */
export interface AdaptiveRung {
  /** Undefined: no candidate ranks well enough, nothing should be stopped. */
  readonly rung: number | undefined;
  readonly reason: string;
  readonly evidence: readonly RungEvidence[];
}

/** Below so many curves there is nothing to rank. */
const FEWEST = 4;
const RESAMPLES = 100;
/** So many newest curves are ranked: the bootstrap's time grows with the square. */
const MOST = 40;

/**
 * The resource at which trials can first be compared: the smallest one whose ranking agrees with that of the deepest resource that has been reached,
 * among the trials that are the better half there (whether bad ones are told from good ones early says nothing of the good ones among each other).
 * It moves up at once and down reluctantly, since a rung that is too early costs the best configuration and one that is too late a few epochs.
 *
 * @param trials whose reports are compared; those that were never stopped teach most, as the stopped ones end at a rung.
 */
export function adaptiveRung(trials: readonly Trial[], settings: AdaptiveRungSettings): AdaptiveRung {
  const { candidates, current, enough = 0.4, enoughToLower = 0.6, fewestToLower = 8 } = settings;
  const evidence = candidates.map((resource) => evidenceFor(resource, trials, settings));
  const known = evidence.filter(({ curves, low }) => curves >= FEWEST && !Number.isNaN(low));
  if (known.length === 0) {
    const rung = current ?? candidates[Math.floor(candidates.length / 2)];
    return { rung, reason: `fewer than ${FEWEST} curves to compare yet`, evidence };
  }
  const good = known.find(({ low }) => low >= enough);
  if (good === undefined) {
    const best = known.reduce((a, b) => (b.low > a.low ? b : a));
    const how = `tau is at least ${best.low.toFixed(2)} at ${best.resource}, ${enough} is needed`;
    return { rung: undefined, reason: `no early ranking foretells the end (${how})`, evidence };
  }
  if (current !== undefined && good.resource < current) {
    const lower = known.find(
      (each) => each.resource < current && each.low >= enoughToLower && each.curves >= fewestToLower,
    );
    if (lower !== undefined) return { rung: lower.resource, reason: said(lower), evidence };
    // The present one stays as long as it ranks well itself.
    const there = known.find(({ resource }) => resource === current);
    if (there === undefined || there.low >= enough)
      return { rung: current, reason: 'nothing speaks clearly for an earlier one', evidence };
  }
  const above =
    current === undefined
      ? good
      : (known.find(({ resource, low }) => resource >= current && low >= enough) ?? good);
  return { rung: above.resource, reason: said(above), evidence };
}

function said({ curves, tau, low }: RungEvidence): string {
  return `it ranks ${curves} good trials as their end does: tau ${tau.toFixed(2)}, at least ${low.toFixed(2)}`;
}

function evidenceFor(
  resource: number,
  trials: readonly Trial[],
  settings: AdaptiveRungSettings,
): RungEvidence {
  const further = trials.filter(({ reports }) => (reports.at(-1)?.resource ?? 0) > resource).slice(-MOST);
  // The deepest resource that enough of them share: the more, the less is there to compare.
  const depths = further.map(({ reports }) => reports.at(-1)?.resource ?? 0).sort((a, b) => b - a);
  const deepest = depths[Math.min(depths.length, 2 * FEWEST) - 1] ?? 0;
  const pairs = further
    .filter(({ reports }) => (reports.at(-1)?.resource ?? 0) >= deepest)
    .map((trial) => ({
      early: bestUpTo(trial, resource),
      late: bestUpTo(trial, deepest),
      number: trial.number,
    }))
    .filter(({ early, late }) => early < Infinity && late < Infinity)
    .sort((a, b) => a.late - b.late || a.number - b.number);
  const better = pairs.slice(0, Math.max(FEWEST, Math.ceil(pairs.length / 2)));
  const [early, late] = [better.map((each) => each.early), better.map((each) => each.late)];
  const tau = kendallTau(early, late);
  return { resource, curves: better.length, tau, low: lowerBound(early, late, settings) };
}

/** Quantile of tau over resamples with replacement. */
function lowerBound(
  early: readonly number[],
  late: readonly number[],
  settings: AdaptiveRungSettings,
): number {
  const count = early.length;
  if (count < FEWEST) return Number.NaN;
  const taus: number[] = [];
  for (let k = 0; k < RESAMPLES; k += 1) {
    const drawn = Array.from({ length: count }, () => settings.random.integer(count));
    const tau = kendallTau(
      drawn.map((at) => early[at] as number),
      drawn.map((at) => late[at] as number),
    );
    // Where one trial was drawn again and again there is no order to compare.
    if (!Number.isNaN(tau)) taus.push(tau);
  }
  return taus.length === 0
    ? Number.NaN
    : quantile(
        taus.sort((a, b) => a - b),
        settings.tail ?? 0.1,
      );
}

/** @returns the best loss of a trial up to a resource; its first loss where it has none before. */
function bestUpTo({ reports }: Trial, resource: number): number {
  let best = Infinity;
  for (const report of reports) {
    if (report.resource > resource && best < Infinity) break;
    const loss = report.losses[0] ?? Number.NaN;
    if (loss < best) best = loss;
  }
  return best;
}
