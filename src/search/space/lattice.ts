import { decimalAt, decimalPlaces, roundedSum } from './decimal.ts';

/** The values of a parameter that is not continuous: `first + k · step`. */
export interface Lattice {
  readonly first: number;
  readonly step: number;
  readonly size: number;
  /** Decimal places of its values. */
  readonly places: number;
}

/** Part of a step by which a quotient may miss a whole number and still be meant: 0.5 / 0.1 is not quite 5 in binary. */
const SLACK = 1e-9;

/** The values from `low` in steps, up to `high`. */
export function latticeBetween(low: number, high: number, step: number): Lattice {
  let steps = Math.floor(withSlack((high - low) / step, 1));
  if (decimalAt(low, step, steps) > high) steps--;
  return { first: low, step, size: Math.max(steps, 0) + 1, places: placesOf(low, step) };
}

/** The multiples of `quantum` in [low, high]; undefined where there is none. */
export function multiplesBetween(low: number, high: number, quantum: number): Lattice | undefined {
  let from = Math.ceil(withSlack(low / quantum, -1));
  if (decimalAt(0, quantum, from) < low) from++;
  let to = Math.floor(withSlack(high / quantum, 1));
  if (decimalAt(0, quantum, to) > high) to--;
  if (!(from <= to)) return undefined;
  const first = decimalAt(0, quantum, from);
  return { first, step: quantum, size: to - from + 1, places: placesOf(first, quantum) };
}

function placesOf(first: number, step: number): number {
  return Math.max(decimalPlaces(first), decimalPlaces(step));
}

function withSlack(quotient: number, direction: 1 | -1): number {
  return quotient + direction * Math.min(SLACK * Math.max(1, Math.abs(quotient)), 0.01);
}

/** Value of an index from 0, in its shortest decimal writing. */
export function latticeValue({ first, step, size, places }: Lattice, index: number): number {
  return roundedSum(first, step, Math.min(Math.max(index, 0), size - 1), places);
}

/** Index of the value that is nearest; of two that are equally near the larger. */
export function latticeIndex({ first, step, size }: Lattice, value: number): number {
  return Math.min(Math.max(Math.round((value - first) / step), 0), size - 1);
}
