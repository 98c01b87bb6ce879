import { studentTQuantile } from '../../stats/student-t.ts';
import { add, scale, sum } from '../../units/arithmetic.ts';
import {
  type Estimate,
  estimate,
  fromWritten,
  type WrittenEstimate,
  written,
  Z90,
} from '../../units/estimate.ts';

/** A mean over seeds. */
export interface Mean {
  readonly value: number | null;
  /** Standard error of the mean over seeds: sd / √n; null of a single one. */
  readonly se: number | null;
  /** Of how many seeds. */
  readonly n: number;
}

/** A mean of estimates: its interval holds what is not known of each (shared errors once) and the spread of the seeds. */
export interface MeanEstimate extends Mean {
  readonly estimate: WrittenEstimate;
}

const P95 = 0.95;

/** Mean and standard error of numbers, one for each seed. */
export function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  if (n === 0) return { value: null, se: null, n };
  const mean = values.reduce((total, value) => total + value, 0) / n;
  if (n === 1) return { value: mean, se: null, n };
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { value: mean, se: Math.sqrt(squares / (n - 1) / n), n };
}

/** The half of the 90 % interval of a mean that its spread alone makes; null of a single seed. */
export function halfWidthOf({ se, n }: Mean): number | null {
  return se === null ? null : se * studentTQuantile(P95, n - 1);
}

/**
 * The mean of estimates, a list for each seed. The spread of the seeds is an error source of its own, `seeds:<name>`, widened as Student's t has it; sources
 * that the runs share stay as they are, so that they cancel in a comparison with other means.
 */
export function meanEstimate(
  bySeed: readonly (readonly WrittenEstimate[])[],
  name: string,
  unit: string,
): MeanEstimate {
  const means = bySeed.map((runs) => averaged(runs.map((run) => fromWritten(run))));
  const all = averaged(means);
  const values = means.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length < means.length || all.value === null)
    return { value: null, se: null, n: means.length, estimate: written(all, unit) };
  const mean = meanOf(values);
  const half = halfWidthOf(mean);
  const isPlain = all.low === undefined && all.high === undefined;
  const spread =
    half === null || half === 0 || all.value === 0 || !isPlain
      ? all
      : estimate(all.value, { ...all.errors, [`seeds:${name}`]: half / Z90 / Math.abs(all.value) });
  return { ...mean, value: all.value, estimate: written(spread, unit) };
}

function averaged(terms: readonly Estimate[]): Estimate {
  const [first] = terms;
  if (first === undefined) return { value: null, errors: {} };
  return terms.length === 1 ? add(first, scale(first, 0)) : scale(sum(terms), 1 / terms.length);
}

/**
 * The difference of two means of plain numbers with its 90 % interval, after Welch: each has its own spread. Ends are null where one of them is of a single
 * seed.
 */
export function meanDifference(
  a: Mean,
  b: Mean,
): { readonly value: number; readonly low: number | null; readonly high: number | null } | null {
  if (a.value === null || b.value === null) return null;
  const value = a.value - b.value;
  if (a.se === null || b.se === null) return { value, low: null, high: null };
  const [va, vb] = [a.se ** 2, b.se ** 2];
  if (va + vb === 0) return { value, low: value, high: value };
  const df = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const half = Math.sqrt(va + vb) * studentTQuantile(P95, df);
  return { value, low: value - half, high: value + half };
}
