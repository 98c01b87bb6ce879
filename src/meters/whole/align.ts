import { usualIntervalS, type WattSeries } from './watt-series.ts';

/** How two traces of power lie to each other. */
export type Alignment =
  | {
      readonly ok: true;
      /** Seconds to add to the logger's times to have those of the reference. */
      readonly shiftS: number;
      /** Correlation at that shift, −1 to 1. */
      readonly correlation: number;
      /** How much better that is than the best at any other peak. */
      readonly margin: number;
    }
  | { readonly ok: false; readonly why: string; readonly fix: string };

/** What counts as alike: `alignment` of `data/meters/whole.json`. */
export interface AlignmentLimits {
  readonly correlation: number;
  readonly margin: number;
}

/** Points of the coarse grid, at most: its cost grows with their number times that of the shifts. */
const MOST_POINTS = 8192;
/** The finest grid, s: finer is the parabola's work. */
const FINEST_S = 0.1;
/** A shift is judged only where the traces then overlap by this part of the shorter one. */
const LEAST_OVERLAP = 0.5;

const FIX = 'let the load change: idle for a minute, full load for a minute, several times, unevenly';

/**
 * Finds by how much a logger's clock is off: the shift with the highest correlation of the two powers on a common grid, refined between the
 * grid's points by a parabola. Refuses where the powers have no structure in common, or one that repeats so that several shifts fit.
 */
export function alignByCrossCorrelation(
  reference: WattSeries,
  logger: WattSeries,
  maxShiftS: number,
  limits: AlignmentLimits,
): Alignment {
  const spans = [span(reference), span(logger)];
  const shortest = Math.min(...spans);
  if (!(shortest > 0)) return refuse('one of the traces has fewer than two readings');
  const usualS = Math.min(usualIntervalS(reference), usualIntervalS(logger));
  const fineS = Math.max(FINEST_S, usualS / 4);
  const coarseS = Math.max(fineS, (Math.max(...spans) + maxShiftS) / MOST_POINTS);
  const coarse = correlations(reference, logger, coarseS, -maxShiftS, maxShiftS, shortest);
  const best = highest(coarse.values);
  const top = coarse.values[best];
  if (top === undefined || !(top >= limits.correlation))
    return refuse('the powers of both traces have too little structure in common');
  const second = secondPeak(coarse.values, best);
  const margin = top - second;
  if (margin < limits.margin) return refuse('the load repeats itself: several shifts fit nearly as well');
  if (best === 0 || best === coarse.values.length - 1)
    return refuse(`the best shift is at the end of those tried (${maxShiftS} s)`);
  const shiftS = coarse.fromS + best * coarseS;
  const fine =
    coarseS === fineS
      ? coarse
      : correlations(reference, logger, fineS, shiftS - 2 * coarseS, shiftS + 2 * coarseS, shortest);
  return { ok: true, shiftS: peakOf(fine, fineS), correlation: top, margin };
}

function refuse(why: string): Alignment {
  return { ok: false, why, fix: FIX };
}

function span({ timesS }: WattSeries): number {
  return (timesS.at(-1) ?? Number.NaN) - (timesS[0] ?? Number.NaN);
}

interface Correlations {
  readonly fromS: number;
  /** Of each shift, `stepS` apart; −1 where the traces hardly overlap. */
  readonly values: Float64Array;
}

/** Pearson's correlation of both traces where they overlap, for each shift on the grid. */
function correlations(
  reference: WattSeries,
  logger: WattSeries,
  stepS: number,
  lowestS: number,
  highestS: number,
  shortestS: number,
): Correlations {
  const fromS = Math.floor(lowestS / stepS) * stepS;
  const values = new Float64Array(Math.floor((highestS - fromS) / stepS) + 1);
  const startS = reference.timesS[0] ?? 0;
  const a = onGrid(reference, startS, stepS);
  const loggerStartS = logger.timesS[0] ?? 0;
  // The logger's grid is laid so that a whole number of steps leads from one grid to the other at every shift.
  const offset = Math.round((loggerStartS + fromS - startS) / stepS);
  const b = onGrid(logger, startS + offset * stepS - fromS, stepS);
  const least = (LEAST_OVERLAP * shortestS) / stepS;
  for (let k = 0; k < values.length; k += 1) values[k] = pearson(a, b, offset + k, least);
  return { fromS, values };
}

/** Linear between the readings; the first and last are held. */
function onGrid({ timesS, watts }: WattSeries, startS: number, stepS: number): Float64Array {
  const points = Math.floor(((timesS.at(-1) ?? startS) - startS) / stepS) + 1;
  const grid = new Float64Array(Math.max(0, points));
  let at = 1;
  for (let k = 0; k < grid.length; k += 1) {
    const t = startS + k * stepS;
    while (at < timesS.length - 1 && (timesS[at] ?? 0) < t) at += 1;
    const [from, to] = [timesS[at - 1] ?? 0, timesS[at] ?? 1];
    const part = Math.min(1, Math.max(0, (t - from) / (to - from)));
    grid[k] = (watts[at - 1] ?? 0) * (1 - part) + (watts[at] ?? 0) * part;
  }
  return grid;
}

/** Correlation of a with b laid `offset` points later. */
function pearson(a: Float64Array, b: Float64Array, offset: number, least: number): number {
  const from = Math.max(0, offset);
  const to = Math.min(a.length, b.length + offset);
  const n = to - from;
  if (n < least || n < 3) return -1;
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  // Around the first values: large means would cost digits.
  const [zeroA, zeroB] = [a[from] ?? 0, b[from - offset] ?? 0];
  for (let k = from; k < to; k += 1) {
    const x = (a[k] ?? 0) - zeroA;
    const y = (b[k - offset] ?? 0) - zeroB;
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
    product += x * y;
  }
  const spread = (squareA - (sumA * sumA) / n) * (squareB - (sumB * sumB) / n);
  return spread > 0 ? (product - (sumA * sumB) / n) / Math.sqrt(spread) : -1;
}

function highest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k += 1) if ((values[k] ?? -1) > (values[best] ?? -1)) best = k;
  return best;
}

/** The highest value beyond the valleys on both sides of the peak: where the curve has fallen by half of its height and rises again. */
function secondPeak(values: Float64Array, best: number): number {
  const top = values[best] ?? -1;
  let second = -1;
  for (const step of [-1, 1]) {
    let valley = top;
    for (let k = best + step; k >= 0 && k < values.length; k += step) {
      const value = values[k] ?? -1;
      valley = Math.min(valley, value);
      if (valley <= top / 2) second = Math.max(second, value);
    }
  }
  return second;
}

/** The top of the parabola through the highest point and its neighbours. */
function peakOf({ fromS, values }: Correlations, stepS: number): number {
  const best = highest(values);
  const [left, top, right] = [
    values[best - 1] ?? Number.NaN,
    values[best] ?? 0,
    values[best + 1] ?? Number.NaN,
  ];
  const bend = left - 2 * top + right;
  const part = bend < 0 ? (left - right) / (2 * bend) : 0;
  return fromS + (best + part) * stepS;
}
