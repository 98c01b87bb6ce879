import { err, type Result } from '../../result.ts';
import { type CheckedPoints, checkedPoints } from './checked-points.ts';
import { objectOf, objectsOf, timeOf } from './json-fields.ts';

/** The two price areas of Denmark: west and east of the Great Belt. */
export type PriceArea = 'DK1' | 'DK2';

/** Length of a period of both data sets, ms. */
export const STEP_MS = 300_000;

/** Reads `DK1` or `DK-DK1`; undefined for anything else, Denmark as a whole included. */
export function priceAreaOf(text: string): PriceArea | undefined {
  const match = /^(?:DK-)?(DK[12])$/iu.exec(text.trim());
  return match === null ? undefined : (match[1]?.toUpperCase() as PriceArea);
}

/**
 * Reads an answer of Energi Data Service (`CO2Emis`, or `CO2EmisProg` with forecasts): five-minute periods, direct, g/kWh. Its times have no zone; they are UTC in
 * `Minutes5UTC`.
 *
 * @returns the figures, or why they are not believed.
 */
export function readEnerginet(
  body: unknown,
  area: PriceArea,
  kind: 'measured' | 'forecast',
  plausible: readonly [number, number],
): Result<CheckedPoints, string> {
  const records = objectsOf(objectOf(body)?.['records']);
  if (records === undefined) return err('its answer has no `records`');
  if (records.some((record) => record['PriceArea'] !== area))
    return err('its answer is of another price area');
  const raw = records.map((record) => {
    const fromMs = timeOf(record['Minutes5UTC'], 'utc');
    const value = 'CO2Emission' in record ? record['CO2Emission'] : Number.NaN;
    return { fromMs, toMs: (fromMs ?? 0) + STEP_MS, value, kind };
  });
  return checkedPoints(raw, plausible);
}
