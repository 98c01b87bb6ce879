import { DIMENSIONS } from '../../units/dimensions.ts';
import type { ForeignRun } from './foreign-run.ts';

/** A hundred years, s: a longer run is a damaged number. */
export const LONGEST_S = 100 * 366 * 86_400;
/** kWh: of the size of what all of mankind uses in some weeks. More is a damaged number, and a figure of 1e308 is infinite in joules. */
export const MOST_KWH = 1e12;
/** kg CO2e: of the size of what mankind emits in a month. */
export const MOST_KG = 1e12;
/** g/kWh: several times what a grid on lignite or oil alone emits. */
export const MOST_G_PER_KWH = 5000;

const MOST_J = MOST_KWH * DIMENSIONS.energy.units.kWh;
const MOST_G = MOST_KG * DIMENSIONS.mass.units.kg;

/** Why the figures of a run, of whatever format, cannot be true; undefined where they can. */
export function absurdity({ startedAt, durationS, energy, carbon }: ForeignRun): string | undefined {
  if (!(durationS >= 0 && durationS <= LONGEST_S)) return `its duration would be ${durationS} s`;
  if (Number.isNaN(Date.parse(startedAt))) return 'it has no sound time';
  const joules = [energy?.atLeastJ ?? 0, energy?.totalJ ?? 0];
  for (const part of Object.values(energy?.components ?? {})) joules.push(part.joules ?? 0);
  const wrong = joules.find((value) => !(value >= 0 && value <= MOST_J));
  if (wrong !== undefined) return `its energy would be ${wrong} J`;
  const grams = carbon?.grams ?? 0;
  return grams >= 0 && grams <= MOST_G ? undefined : `its carbon would be ${grams} g`;
}
