import type { HourRecord } from '../../../../src/book/run-record.ts';

const WH_PER_KWH = 1000;

/** What a run's hours made and what they could have made, g. */
export interface HourShift {
  readonly asWasG: number;
  /** The same hours of energy, each laid into an hour of the run so that the most energy meets the least intensity. */
  readonly bestG: number;
}

/** What the order of its hours did to a run's carbon; undefined where fewer than two hours are known. */
export function hourShift(hours: readonly HourRecord[]): HourShift | undefined {
  const known = hours.flatMap(({ energyWh, gPerKwh }) => (gPerKwh === null ? [] : [{ energyWh, gPerKwh }]));
  if (known.length < 2) return undefined;
  const asWasG = known.reduce((sum, { energyWh, gPerKwh }) => sum + (energyWh / WH_PER_KWH) * gPerKwh, 0);
  const energies = known.map(({ energyWh }) => energyWh).toSorted((a, b) => b - a);
  const clean = known.map(({ gPerKwh }) => gPerKwh).toSorted((a, b) => a - b);
  const bestG = energies.reduce((sum, energy, i) => sum + (energy / WH_PER_KWH) * (clean[i] ?? 0), 0);
  return { asWasG, bestG };
}
