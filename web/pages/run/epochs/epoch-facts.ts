import type { EpochRecord } from '../../../../src/book/run-record.ts';
import type { MetricGoal } from '../../../../src/book/metric-goal.ts';

/** One or several epochs in a row, by their mean. */
export interface EpochGroup {
  readonly from: number;
  readonly to: number;
  /** J per epoch; null where one of them is not known. */
  readonly joules: number | null;
  readonly durationS: number;
  /** The last that was reported in it. */
  readonly metric: number | undefined;
}

/** Epochs in so many groups at most: more are not told apart. */
export function groupEpochs(
  epochs: readonly EpochRecord[],
  metric: string | undefined,
  most: number,
): readonly EpochGroup[] {
  const size = Math.max(1, Math.ceil(epochs.length / most));
  return Array.from({ length: Math.ceil(epochs.length / size) }, (_, g) => {
    const some = epochs.slice(g * size, (g + 1) * size);
    const known = some.flatMap(({ attributed: { value } }) => (value === null ? [] : [value]));
    return {
      from: some[0]?.n ?? 0,
      to: some.at(-1)?.n ?? 0,
      joules: known.length < some.length ? null : known.reduce((sum, one) => sum + one, 0) / some.length,
      durationS: some.reduce((sum, { durationS }) => sum + durationS, 0) / Math.max(1, some.length),
      metric:
        metric === undefined
          ? undefined
          : some
              .map(({ metrics }) => metrics[metric])
              .findLast((value) => value !== undefined && Number.isFinite(value)),
    };
  });
}

/** How many times the usual distance from the median makes an outlier. */
const FAR = 5;
/** So few say nothing of what is usual. */
const FEWEST = 5;

/** Which values stand apart from the others: farther from the median than five times the median distance, and than a tenth of it. */
export function outliers(values: readonly (number | null)[]): readonly boolean[] {
  const known = values.filter((value) => value !== null);
  if (known.length < FEWEST) return values.map(() => false);
  const middle = median(known);
  const usual = median(known.map((value) => Math.abs(value - middle)));
  return values.map(
    (value) => value !== null && Math.abs(value - middle) > Math.max(FAR * usual, Math.abs(middle) / 10),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** A stretch of epochs in which the best value so far improved. */
export interface MarginalStep {
  readonly fromEpoch: number;
  readonly toEpoch: number;
  readonly before: number;
  readonly after: number;
  /** J spent between them. */
  readonly joules: number;
  /** J for each improvement of {@link Marginal.step}. */
  readonly joulesPerStep: number;
}

/** What each further improvement cost. */
export interface Marginal {
  readonly steps: readonly MarginalStep[];
  /** What an improvement is counted in: 0.01 (a percentage point) where values lie between 0 and 1, else 1. */
  readonly step: number;
  /** The epoch after which nearly nothing was gained, and what was spent since; undefined where the last was still worth it. */
  readonly plateau:
    | {
        readonly epoch: number;
        readonly joulesAfter: number;
        readonly shareAfter: number;
        readonly gainAfter: number;
      }
    | undefined;
}

/** So much of all improvement must be reached for the rest to be nearly nothing. */
const NEARLY_ALL = 0.99;

/** Goes from one best value to the next and says what lay between. Epochs without a value or an energy add to what the next step cost. */
export function marginal(epochs: readonly EpochRecord[], metric: string, goal: MetricGoal): Marginal {
  const sign = goal === 'maximize' ? 1 : -1;
  let spent = 0;
  let best: { readonly epoch: number; readonly value: number; readonly spent: number } | undefined;
  const bests: (typeof best & object)[] = [];
  const values: number[] = [];
  for (const { n, attributed, metrics } of epochs) {
    spent += attributed.value ?? 0;
    const value = metrics[metric];
    if (value === undefined || !Number.isFinite(value)) continue;
    values.push(value);
    if (best !== undefined && sign * (value - best.value) <= 0) continue;
    best = { epoch: n, value, spent };
    bests.push(best);
  }
  const isShare = values.every((value) => value >= 0 && value <= 1);
  const step = isShare ? 0.01 : 1;
  const steps = bests.slice(1).map((after, i): MarginalStep => {
    const before = bests[i] ?? after;
    const joules = after.spent - before.spent;
    const gain = Math.abs(after.value - before.value);
    return {
      fromEpoch: before.epoch,
      toEpoch: after.epoch,
      before: before.value,
      after: after.value,
      joules,
      joulesPerStep: joules / (gain / step),
    };
  });
  const [first, last] = [bests[0], bests.at(-1)];
  const gain = first === undefined || last === undefined ? 0 : Math.abs(last.value - first.value);
  const near = bests.find(
    ({ value }) => first !== undefined && Math.abs(value - first.value) >= gain * NEARLY_ALL,
  );
  const after = near === undefined ? 0 : spent - near.spent;
  const plateau =
    near === undefined || last === undefined || gain === 0 || after <= spent * 0.02
      ? undefined
      : {
          epoch: near.epoch,
          joulesAfter: after,
          shareAfter: after / spent,
          gainAfter: Math.abs(last.value - near.value),
        };
  return { steps, step, plateau };
}
