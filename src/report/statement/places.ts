import type { RunRecord } from '../../book/run-record.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import { namedPlace } from '../../grid/named-place.ts';
import type { Grade, Sourced } from '../../units/sourced.ts';

/** A constant that runs were reckoned with, and how many of them. */
export interface ConstantUse {
  readonly id: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly source: string;
  readonly year?: number;
  readonly licence?: string;
  readonly url?: string;
  readonly grade?: Grade;
  readonly note?: string;
  readonly runs: number;
}

/** A place that electricity came from, and by which intensity it was counted. */
export interface PlaceUse extends ConstantUse {
  readonly zone: string;
  readonly zoneName: string;
  /** How the place was found: option, config, cloud, time-zone (a guess), unknown. */
  readonly zoneFrom: SourcedIntensity['zoneFrom'];
  readonly basis: string;
  readonly boundary: string;
  readonly accounting?: string;
  /** The live source, where the runs asked one. */
  readonly live?: string;
}

/** The places of some runs, that of most runs first. */
export function placesOf(runs: readonly RunRecord[]): readonly PlaceUse[] {
  return counted(runs, ({ carbon: { intensity, live } }) => {
    if (intensity === null) return undefined;
    const { zone, zoneName, zoneFrom, basis, boundary, accounting } = intensity;
    return {
      ...constantOf(intensity),
      zone,
      zoneName,
      zoneFrom,
      basis,
      boundary,
      ...(accounting === undefined ? {} : { accounting }),
      ...(live === undefined ? {} : { live: `${live.name}, hour by hour` }),
    };
  });
}

/** The names of places, each once; a number that was given without a place has none. */
export function placeNames(places: readonly PlaceUse[]): readonly string[] {
  return [...new Set(places.flatMap((place) => namedPlace(place) ?? []))];
}

/** The PUEs of some runs, that of most runs first. */
export function puesOf(runs: readonly RunRecord[]): readonly ConstantUse[] {
  return counted(runs, ({ carbon: { pue } }) => (pue === null ? undefined : constantOf(pue)));
}

function constantOf(s: Sourced): Omit<ConstantUse, 'runs'> {
  const { id, value, low, high, unit, source, year, licence, url, grade, note } = s;
  return {
    id,
    value,
    low,
    high,
    unit,
    source,
    ...(year === undefined ? {} : { year }),
    ...(licence === undefined ? {} : { licence }),
    ...(url === undefined ? {} : { url }),
    ...(grade === undefined ? {} : { grade }),
    ...(note === undefined ? {} : { note }),
  };
}

function counted<T extends object>(
  runs: readonly RunRecord[],
  read: (run: RunRecord) => T | undefined,
): readonly (T & { readonly runs: number })[] {
  const uses = new Map<string, { readonly use: T; runs: number }>();
  for (const run of runs) {
    const use = read(run);
    if (use === undefined) continue;
    const key = JSON.stringify(use, withoutNoise);
    const known = uses.get(key);
    if (known === undefined) uses.set(key, { use, runs: 1 });
    else known.runs += 1;
  }
  return [...uses.values()]
    .sort((a, b) => b.runs - a.runs)
    .map(({ use, runs: count }) => ({ ...use, runs: count }));
}

/** Tools divide carbon by energy, so that one intensity differs from run to run in digits that nobody means. */
function withoutNoise(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(MEANT_DIGITS)) : value;
}

const MEANT_DIGITS = 9;
