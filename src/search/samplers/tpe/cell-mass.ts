import { logNormalDensity, logNormalMass } from '../../../stats/log-ndtr.ts';

/** Up to this width (in standard deviations, times its distance where that is more) a cell's mass is had from its middle. */
const NARROW = 0.15;

/**
 * Logarithm of the probability that a normal number lies in a cell.
 *
 * @param from where the cell begins, in standard deviations from the mean; `to` where it ends.
 */
export function logCellMass(from: number, to: number): number {
  const width = to - from;
  const middle = (from + to) / 2;
  if (!(width * Math.max(1, Math.abs(middle)) < NARROW)) return logNormalMass(from, to);
  // Cumulants of the density over the cell, exact to about 1e-10 here; a difference of distribution functions costs four times as much.
  const m2 = middle * middle;
  const w2 = width * width;
  const correction = ((m2 - 1) * w2) / 24 - ((m2 * m2 + 4 * m2 - 2) * w2 * w2) / 2880;
  return logNormalDensity(middle) + Math.log(width) + correction;
}
