import { err, type Result } from '../../result.ts';
import { type CheckedPoints, checkedPoints, type RawPoint } from './checked-points.ts';
import { type Json, objectOf, objectsOf, timeOf } from './json-fields.ts';

/** What is asked of the British service: the nation, one of its regions, or the region of a postcode. */
export type GbZone =
  | { readonly kind: 'national' }
  | { readonly kind: 'region'; readonly id: number }
  | { readonly kind: 'postcode'; readonly outward: string };

/** Numbers of the regions that are countries (api-definitions: 1 to 14 are licence areas of the distribution network). */
const COUNTRIES: Readonly<Record<string, number>> = { ENGLAND: 15, SCOTLAND: 16, WALES: 17 };

/** Reads `GB`, `13`, `GB-13`, `Scotland` or an outward postcode such as `RG10`; undefined for what is not in Great Britain. */
export function gbZoneOf(text: string): GbZone | undefined {
  const name = text
    .trim()
    .toUpperCase()
    .replace(/^GB-(?=.)/u, '');
  if (name === 'GB' || name === 'UK' || name === 'GBR') return { kind: 'national' };
  const id = COUNTRIES[name] ?? (/^\d{1,2}$/u.test(name) ? Number(name) : 0);
  if (id >= 1 && id <= 17) return { kind: 'region', id };
  return /^[A-Z]{1,2}\d[A-Z\d]?$/u.test(name) ? { kind: 'postcode', outward: name } : undefined;
}

/**
 * Reads an answer of the Carbon Intensity API of Great Britain: half-hours with `intensity.actual`, where that is not known yet `intensity.forecast`. A regional
 * answer has its half-hours one level deeper, in a list or (from–to with a postcode) an object. gCO2/kWh, direct.
 *
 * @returns the figures, or why they are not believed.
 */
export function readGb(body: unknown, plausible: readonly [number, number]): Result<CheckedPoints, string> {
  const data = objectOf(body)?.['data'];
  const entries = halfHours(data);
  if (entries === undefined) return err('its answer has no list of half-hours');
  return checkedPoints(entries.map(rawPoint), plausible);
}

function halfHours(data: unknown): readonly Json[] | undefined {
  const list = objectsOf(data) ?? [objectOf(data)].filter((one) => one !== undefined);
  if (list.length === 0) return Array.isArray(data) ? [] : undefined;
  if (list.every((one) => 'intensity' in one)) return list;
  const nested = list.map((one) => objectsOf(one['data']));
  return nested.every((one) => one !== undefined) ? nested.flat() : undefined;
}

function rawPoint(entry: Json): RawPoint {
  const fromMs = timeOf(entry['from']);
  const toMs = timeOf(entry['to']);
  const intensity = objectOf(entry['intensity']);
  const actual = intensity?.['actual'] ?? null;
  const value = intensity === undefined ? Number.NaN : (actual ?? intensity['forecast']);
  // Without both ends a figure has no period.
  const hasPeriod = fromMs !== undefined && toMs !== undefined && toMs > fromMs;
  return {
    fromMs: hasPeriod ? fromMs : undefined,
    toMs: toMs ?? 0,
    value,
    kind: actual === null ? 'forecast' : 'measured',
  };
}
