import { DIMENSIONS } from '../../src/units/dimensions.ts';

/** Wh from J, for an export. */
export function wh(joules: number | null): number | null {
  return joules === null ? null : joules / DIMENSIONS.energy.units.Wh;
}
