import type { Report, Trial } from '../../study/trial.ts';
import { observedPlaces } from './observed-places.ts';

/** What a trial that is over came to. */
export interface Outcome {
  readonly trial: Trial;
  /** One for each objective; of a stopped trial as it would have ended, of a failed one Infinity. */
  readonly losses: readonly number[];
}

/** Complete trials that stopped ones are compared with: the best and the worst and others evenly between them. */
const MOST_PEERS = 50;

/**
 * What is learnt from. A complete trial has its losses. A stopped one counts as the complete trial that has the same rank among complete ones
 * as it had itself when it was stopped, and not at all as long as no complete trial can be compared with it. One that failed or diverged is
 * infinitely bad: the same would happen again near it.
 *
 * @returns them by the number of their trials.
 */
export function outcomesOf(trials: readonly Trial[], objectives: number): readonly Outcome[] {
  const complete = trials.filter(
    ({ state, losses }) => state === 'complete' && losses?.every(isNumber) === true,
  );
  const peers = Array.from({ length: objectives }, (_, at) => peersOf(complete, at));
  return trials.flatMap((trial) => {
    const losses = lossesOf(trial, objectives, peers);
    return losses === undefined ? [] : [{ trial, losses }];
  });
}

function lossesOf(
  { state, losses, reports }: Trial,
  objectives: number,
  peers: readonly (readonly Trial[])[],
): readonly number[] | undefined {
  const worst = Array.from({ length: objectives }, () => Infinity);
  if (state === 'failed') return worst;
  if (state === 'complete') return losses?.every(isNumber) === true ? losses : worst;
  const last = reports.at(-1);
  if (state !== 'stopped' || last === undefined) return undefined;
  const placed = peers.flatMap((others, at) => placedLoss(last, at, others) ?? []);
  return placed.length === objectives ? placed : undefined;
}

/** The final loss of the complete trial at the place that a report has among those of complete trials. */
function placedLoss(
  { resource, losses }: Report,
  objective: number,
  peers: readonly Trial[],
): number | undefined {
  const loss = losses[objective] ?? Number.NaN;
  if (Number.isNaN(loss)) return Infinity;
  const known = peers.flatMap((peer) => {
    const there = lossAt(peer, objective, resource);
    return there === undefined ? [] : [{ there, final: peer.losses?.[objective] ?? Infinity }];
  });
  if (known.length === 0) return undefined;
  const better = known.filter(({ there }) => there < loss).length;
  return known[Math.min(better, known.length - 1)]?.final;
}

/** What a trial had said of an objective when it came to a resource. */
function lossAt({ reports }: Trial, objective: number, resource: number): number | undefined {
  let low = 0;
  let high = reports.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((reports[middle] as Report).resource <= resource) low = middle + 1;
    else high = middle;
  }
  const loss = reports[low - 1]?.losses[objective];
  return loss === undefined || Number.isNaN(loss) ? undefined : loss;
}

/** Best ones first. */
function peersOf(complete: readonly Trial[], objective: number): readonly Trial[] {
  const lossOf = ({ losses }: Trial): number => losses?.[objective] ?? Infinity;
  const sorted = [...complete].sort((a, b) => compare(lossOf(a), lossOf(b)) || a.number - b.number);
  return observedPlaces(sorted.length, MOST_PEERS).flatMap((place) => sorted[place] ?? []);
}

/** Not a difference: that of two infinities is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumber(loss: number): boolean {
  return !Number.isNaN(loss);
}
