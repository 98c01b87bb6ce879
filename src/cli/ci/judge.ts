import { studentTQuantile } from '../../stats/student-t.ts';
import { multiply, ratio, scale, sum } from '../../units/arithmetic.ts';
import {
  type ErrorSources,
  type Estimate,
  estimate,
  type Interval,
  interval,
  Z90,
} from '../../units/estimate.ts';
import type { CiConstants } from './constants.ts';

/** A run's energy and the machine that it was measured on. */
export interface Measurement {
  readonly hostId: string;
  readonly energy: Estimate;
  /** Measured on a machine of another description, or in another way: none of its errors is taken as shared with the others. */
  readonly isForeign?: boolean;
}

/** `over` and `within` only where the whole 90 % interval says so. */
export type Verdict = 'over' | 'within' | 'unsure';

/** New runs against a baseline. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Mean energies, J. */
  readonly baseline: Estimate;
  readonly fresh: Estimate;
  /** New energy over the baseline's, errors that both share cancelled, the spread from run to run included. */
  readonly ratio: Estimate;
  readonly interval: Interval;
  /** The relative standard deviation from run to run that was reckoned with. */
  readonly spread: number;
  /** How many more runs would probably decide it. Only where it is unsure. */
  readonly needs: MoreRuns | null;
}

/** Further runs, new ones only or as many on each side; null where no number of them would tell. */
export type MoreRuns = { readonly runs: number; readonly side: 'new' | 'each' };

/** More runs than this nobody makes to see a difference. */
const MOST_RUNS = 30;
/** One-sided 95 %: the ends of a 90 % interval. */
const TAIL = 0.95;
/** Errors of a model, which every machine of one description has in common; a sensor errs by itself. */
const OF_A_MODEL = /^(model|split|psu|base|ram|idle):/;
/** Source of the spread from run to run. */
const RUN_TO_RUN = 'run-to-run';

/**
 * Whether new runs use more energy than a baseline by more than a margin. The ratio of the means cancels what both share; to it comes the
 * spread from run to run, as Student's t on the logarithms, pooled over both groups with a judged spread that counts for a few
 * degrees of freedom, so that one run on either side can be judged at all (docs/methodology/ci.md).
 *
 * @param margin e.g. 0.1 for 10 %
 */
export function judge(
  baseline: readonly Measurement[],
  fresh: readonly Measurement[],
  margin: number,
  constants: CiConstants,
): Judgement | undefined {
  const [old, now] = together(baseline, fresh, constants.machineSpread);
  if (!allPositive(old) || !allPositive(now)) return undefined;
  const fixed = ratio(mean(now), mean(old));
  const spread = pooled(old, now, constants);
  const of = (moreOld: number, moreNew: number): Estimate =>
    multiply(fixed, noise(spread, old.length + moreOld, now.length + moreNew, moreOld + moreNew));
  const whole = of(0, 0);
  const verdict = verdictOf(interval(whole), 1 + margin);
  return {
    verdict,
    baseline: mean(baseline.map(({ energy }) => energy)),
    fresh: mean(fresh.map(({ energy }) => energy)),
    ratio: whole,
    interval: interval(whole),
    spread: spread.sd,
    needs: verdict === 'unsure' ? moreRuns(of, 1 + margin) : null,
  };
}

function verdictOf({ low, high }: Interval, most: number): Verdict {
  if (low !== null && low > most) return 'over';
  return high !== null && high <= most ? 'within' : 'unsure';
}

/** How many further runs, if they came out as those before, would leave no doubt. */
function moreRuns(of: (moreOld: number, moreNew: number) => Estimate, most: number): MoreRuns | null {
  for (const side of ['new', 'each'] as const) {
    for (let runs = 1; runs <= MOST_RUNS; runs++) {
      const later = interval(of(side === 'each' ? runs : 0, runs));
      if (verdictOf(later, most) !== 'unsure') return { runs, side };
    }
  }
  return null;
}

interface Spread {
  readonly sd: number;
  readonly freedom: number;
}

/** Spread of the logarithms, judged and seen put together as their degrees of freedom weigh (scaled inverse chi-square). */
function pooled(
  old: readonly Estimate[],
  now: readonly Estimate[],
  { runSpread, runSpreadWeight }: CiConstants,
): Spread {
  const freedom = runSpreadWeight + old.length - 1 + now.length - 1;
  const squares = runSpreadWeight * runSpread ** 2 + squaresOf(old) + squaresOf(now);
  return { sd: Math.sqrt(squares / freedom), freedom };
}

function squaresOf(energies: readonly Estimate[]): number {
  const logs = energies.map(({ value }) => Math.log(value ?? 1));
  const middle = logs.reduce((total, x) => total + x, 0) / logs.length;
  return logs.reduce((total, x) => total + (x - middle) ** 2, 0);
}

function noise({ sd, freedom }: Spread, old: number, now: number, more: number): Estimate {
  const half = studentTQuantile(TAIL, freedom + more) * sd * Math.sqrt(1 / old + 1 / now);
  return estimate(1, { [RUN_TO_RUN]: [(1 - Math.exp(-half)) / Z90, (Math.exp(half) - 1) / Z90] });
}

function mean(energies: readonly Estimate[]): Estimate {
  return scale(sum(energies), 1 / energies.length);
}

function allPositive(energies: readonly Estimate[]): boolean {
  return energies.length > 0 && energies.every(({ value }) => value !== null && value > 0);
}

/**
 * On several machines of one description an error of the model is shared by all of them, and each machine differs from it by a spread of
 * its own.
 */
function together(
  baseline: readonly Measurement[],
  fresh: readonly Measurement[],
  machineSpread: number,
): readonly [readonly Estimate[], readonly Estimate[]] {
  const hosts = new Set([...baseline, ...fresh].map(({ hostId }) => hostId));
  const shared = ({ hostId, energy, isForeign }: Measurement): Estimate => {
    if (isForeign === true) return { ...energy, errors: apart(energy.errors) };
    if (hosts.size === 1) return energy;
    return { ...energy, errors: { ...renamed(energy.errors, hostId), [`machine:${hostId}`]: machineSpread } };
  };
  return [baseline.map(shared), fresh.map(shared)];
}

function renamed(errors: ErrorSources, hostId: string): ErrorSources {
  if (hostId === '') return errors;
  return Object.fromEntries(
    Object.entries(errors).map(([source, spread]) => [
      OF_A_MODEL.test(source) ? source.replace(hostId, 'alike') : source,
      spread,
    ]),
  );
}

function apart(errors: ErrorSources): ErrorSources {
  return Object.fromEntries(
    Object.entries(errors).map(([source, spread]) => [`${source} (another machine)`, spread]),
  );
}
