import { err, ok, type Result } from '../../result.ts';
import { type CheckedPoints, checkedPoints, type RawPoint } from './checked-points.ts';
import { type Json, objectOf, objectsOf, textOf, timeOf } from './json-fields.ts';

/** What Electricity Maps answered about a zone. */
export interface ElectricityMapsAnswer extends CheckedPoints {
  readonly boundary: 'direct' | 'life-cycle';
  readonly updatedMs?: number;
}

/** Length of a period by `temporalGranularity`, s. */
const STEP_S: Readonly<Record<string, number>> = {
  '5_minutes': 300,
  '15_minutes': 900,
  hourly: 3600,
  daily: 86_400,
};

/**
 * Reads an answer of Electricity Maps, v4 or v3: one figure (`latest`), or a list under `history` (the last 24 hours), `data` (`past-range`) or `forecast`.
 * The unit is gCO2eq/kWh; life-cycle unless it says `direct`.
 *
 * @returns the figures, or why they are not believed.
 */
export function readElectricityMaps(
  body: unknown,
  zone: string,
  plausible: Readonly<Record<'life-cycle' | 'direct', readonly [number, number]>>,
): Result<ElectricityMapsAnswer, string> {
  const answer = objectOf(body);
  if (answer === undefined) return err('its answer is no object');
  const theirs = textOf(answer['zone']);
  if (theirs !== undefined && theirs.toUpperCase() !== zone.toUpperCase())
    return err('its answer is of another zone');
  const list = answer['history'] ?? answer['data'] ?? answer['forecast'];
  const entries = list === undefined ? [answer] : objectsOf(list);
  if (entries === undefined) return err('its list of figures is none');
  const unit = [answer, ...entries]
    .map((entry) => entry['unit'] ?? entry['units'])
    .find((one) => one !== undefined);
  if (unit !== undefined && !isGrams(unit)) return err('its figures have another unit than gCO2eq/kWh');
  const direct = [answer, ...entries].filter((entry) => entry['emissionFactorType'] === 'direct').length;
  if (direct > 0 && entries.some((entry) => entry['emissionFactorType'] === 'lifecycle'))
    return err('it mixes direct and life-cycle figures');
  const boundary = direct > 0 ? 'direct' : 'life-cycle';
  const isForecast = answer['forecast'] !== undefined;
  const raw = entries.map((entry) => rawPoint(entry, answer, isForecast));
  const checked = checkedPoints(raw, plausible[boundary]);
  if (!checked.ok) return checked;
  const updatedMs = timeOf(answer['updatedAt']);
  return ok({ ...checked.value, boundary, ...(updatedMs === undefined ? {} : { updatedMs }) });
}

function rawPoint(entry: Json, answer: Json, isForecast: boolean): RawPoint {
  const fromMs = timeOf(entry['datetime']);
  const granularity = textOf(entry['temporalGranularity'] ?? answer['temporalGranularity']) ?? 'hourly';
  const stepMs = 1000 * (STEP_S[granularity] ?? 3600);
  const kind = isForecast ? 'forecast' : entry['isEstimated'] === true ? 'estimated' : 'measured';
  // Without the member there is no answer to the question; with null there is one: not known.
  const value = 'carbonIntensity' in entry ? entry['carbonIntensity'] : Number.NaN;
  return { fromMs, toMs: (fromMs ?? 0) + stepMs, value, kind };
}

function isGrams(unit: unknown): boolean {
  return typeof unit === 'string' && /^g\s*CO2(e|eq|-eq)?\s*\/\s*kWh$/iu.test(unit.replaceAll('₂', '2'));
}
