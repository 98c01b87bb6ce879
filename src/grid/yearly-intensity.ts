import { interval, type ErrorSources, type Spread, Z90 } from '../units/estimate.ts';
import type { SourcedIntensity } from './intensity.ts';
import type { Zone } from './intensity-table.ts';

/** `data/grid/spread.json`: relative sds of window means around the yearly figure, and of its age. */
export interface IntensitySpread {
  readonly windows: readonly { readonly durationS: number; readonly spread: readonly [number, number] }[];
  readonly age: { readonly spread: readonly [number, number] };
}

/** Duration that is assumed at the start of a run, before its length is known: one hour. */
export const DEFAULT_DURATION_S = 3600;

const EMBER = {
  source: 'Ember, Yearly Electricity Data',
  licence: 'CC BY 4.0',
  url: 'https://ember-energy.org/data/yearly-electricity-data/',
} as const;

/**
 * The yearly intensity of a zone for a run of some length: the value is the year's, its error source
 * `intensity:<zone>:<year>` has the spread of windows of that length and of the figure's age, in quadrature.
 */
export function yearlyIntensity(
  zone: Zone,
  durationS: number,
  spread: IntensitySpread,
  zoneFrom: 'option' | 'config' | 'cloud',
): SourcedIntensity {
  return sourced(zone, { [yearlySource(zone)]: spreadFor(durationS, spread) }, zoneFrom, {});
}

/**
 * A guess by time zone: the value of its first country, an interval from the cleanest to the dirtiest country with that time zone (never
 * narrower than the yearly spread), as the error source `zone:<time zone>`.
 */
export function guessedIntensity(
  zones: readonly [Zone, ...Zone[]],
  timeZone: string,
  durationS: number,
  spread: IntensitySpread,
): SourcedIntensity {
  const [first] = zones;
  const year = yearlySource(first);
  const own = spreadFor(durationS, spread);
  const cleanest = Math.min(...zones.map((zone) => zone.gPerKwh));
  const dirtiest = Math.max(...zones.map((zone) => zone.gPerKwh));
  const down = (1 - cleanest / first.gPerKwh) / Z90;
  const up = (dirtiest / first.gPerKwh - 1) / Z90;
  const errors: Record<string, Spread> = { [year]: own };
  if (down > 0 || up > 0) errors[`zone:${timeZone}`] = [down, up];
  const names = zones.map((zone) => zone.name).join(', ');
  return sourced(first, errors, 'time-zone', {
    grade: 'C',
    note: `guessed from the time zone ${timeZone} (${names}); set \`region\` to be sure`,
  });
}

/** Nothing is known of the place: no value, bounds over all countries. */
export function unknownIntensity(zones: readonly Zone[], reason: string): SourcedIntensity {
  const values = zones.map((zone) => zone.gPerKwh);
  return {
    value: null,
    low: Math.min(...values),
    high: Math.max(...values),
    unit: 'g/kWh',
    errors: {},
    id: 'grid.unknown',
    ...EMBER,
    grade: 'C',
    note: reason,
    zone: 'unknown',
    zoneName: 'unknown place',
    basis: 'average',
    boundary: 'life-cycle',
    zoneFrom: 'unknown',
  };
}

/** An intensity that the user gave: a choice, without error. */
export function explicitIntensity(gPerKwh: number): SourcedIntensity {
  return {
    value: gPerKwh,
    low: gPerKwh,
    high: gPerKwh,
    unit: 'g/kWh',
    errors: {},
    id: 'grid.given',
    source: 'given by the user',
    zone: 'given',
    zoneName: 'given intensity',
    basis: 'given',
    boundary: 'given',
    zoneFrom: 'given',
  };
}

/** The same intensity for a run whose length is now known. */
export function refineIntensity(
  intensity: SourcedIntensity,
  durationS: number,
  spread: IntensitySpread,
): SourcedIntensity {
  const source = `intensity:${intensity.zone}:${intensity.year ?? ''}`;
  if (intensity.value === null || !(source in intensity.errors)) return intensity;
  const errors = { ...intensity.errors, [source]: spreadFor(durationS, spread) };
  return { ...intensity, ...interval({ value: intensity.value, errors }), errors };
}

/** Relative sds for a window of this length: between the tabulated lengths linear in the logarithm of the length. */
export function spreadFor(durationS: number, spread: IntensitySpread): readonly [number, number] {
  const { windows } = spread;
  const above = windows.findIndex((window) => window.durationS >= durationS);
  const high = windows[above < 0 ? windows.length - 1 : above];
  const low = windows[above <= 0 ? (above < 0 ? windows.length - 1 : 0) : above - 1];
  if (high === undefined || low === undefined) throw new Error('data/grid/spread.json has no windows');
  const part =
    high === low ? 0 : Math.log(durationS / low.durationS) / Math.log(high.durationS / low.durationS);
  const at = (side: 0 | 1): number => {
    const window = low.spread[side] + (high.spread[side] - low.spread[side]) * part;
    return Math.hypot(window, spread.age.spread[side]);
  };
  return [at(0), at(1)];
}

function yearlySource(zone: Zone): string {
  return `intensity:${zone.zone}:${zone.year}`;
}

function sourced(
  zone: Zone,
  errors: ErrorSources,
  zoneFrom: SourcedIntensity['zoneFrom'],
  extra: Pick<SourcedIntensity, 'grade' | 'note'>,
): SourcedIntensity {
  return {
    value: zone.gPerKwh,
    ...interval({ value: zone.gPerKwh, errors }),
    unit: 'g/kWh',
    errors,
    id: `grid.${zone.zone}.${zone.year}.ember`,
    ...EMBER,
    year: zone.year,
    ...extra,
    zone: zone.zone,
    zoneName: zone.name,
    basis: 'average',
    boundary: 'life-cycle',
    zoneFrom,
  };
}
