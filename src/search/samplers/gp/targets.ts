import { quantile } from '../../../stats/quantile.ts';

/** Bad values are cut at so many times the spread of the middle half beyond it (Tukey's far fence): one of 1e18 would hide all others. */
const FENCE = 3;

/** Numbers as a process is fitted to them, and what 0 was made of. */
export interface Targets {
  readonly values: Float64Array;
  readonly zero: number;
}

/** @returns values with mean 0 and deviation 1 (all 0 where they are equal), outliers among the large ones and infinite ones cut. */
export function standardised(values: readonly number[]): Targets {
  const { low, high, size } = boundsOf(values);
  // Over their size, so that sums and squares of huge ones are numbers.
  const cut = Float64Array.from(values, (value) => Math.min(Math.max(value, low), high) / size);
  const mean = cut.reduce((sum, value) => sum + value, 0) / Math.max(cut.length, 1);
  const variance = cut.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(cut.length, 1);
  // Numbers that differ in their last digits only are equal.
  if (!(variance > 1e-24)) return { values: new Float64Array(cut.length), zero: 0 };
  const deviation = Math.sqrt(variance);
  return { values: cut.map((value) => (value - mean) / deviation), zero: (0 - mean) / deviation };
}

/** Weight of the sum of the losses beside the largest of them. */
const SUM_WEIGHT = 0.05;

/**
 * Several losses as one by a direction: the largest after each is brought to 0..1 and weighed, so that every point of the Pareto front is
 * the best for some weights (J. Knowles, "ParEGO", IEEE Transactions on Evolutionary Computation 10, 2006).
 *
 * @param rows the losses of each trial.
 * @param weights of the objectives; their sum is 1.
 */
export function scalarised(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
): readonly number[] {
  const scaled = weights.map((_, at) => {
    const column = rows.map((row) => row[at] ?? Infinity);
    const { low, high, size } = boundsOf(column);
    const range = high / size - low / size;
    return column.map((loss) =>
      range > 0 ? (Math.min(Math.max(loss, low), high) / size - low / size) / range : 0,
    );
  });
  return rows.map((_, row) => {
    const parts = weights.map((weight, at) => weight * (scaled[at]?.[row] ?? 0));
    return Math.max(...parts) + SUM_WEIGHT * parts.reduce((sum, part) => sum + part, 0);
  });
}

interface Bounds {
  readonly low: number;
  readonly high: number;
  /** The largest absolute value. */
  readonly size: number;
}

function boundsOf(values: readonly number[]): Bounds {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [low, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const [first, middle, third] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const spread = Math.max(third - first, middle - low);
  const fence = third + FENCE * spread;
  const high = spread > 0 && fence < most ? fence : most;
  return { low, high, size: Math.max(Math.abs(low), Math.abs(high)) || 1 };
}
