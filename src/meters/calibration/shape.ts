import { wattsAt } from '../machine/columns.ts';

/** Where a load stands between idle and full load on the model's own curve, 0 to 1. */
export function shapeAt(watts: Float64Array, load: number): number {
  const [first, last] = [watts[0] ?? 0, watts.at(-1) ?? 1];
  return (wattsAt(watts, load) - first) / (last - first);
}

/** The form of the deviation from the shape: nothing at both ends, one at the middle. */
export function bendOf(g: number): number {
  return 4 * g * (1 - g);
}
