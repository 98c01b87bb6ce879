import { interval, type Spread, Z90 } from '../units/estimate.ts';
import type { GridPlace } from './grid-place.ts';
import type { SourcedIntensity } from './intensity.ts';
import { EMBER } from './place-figures.ts';
import { intensityOfPlace } from './place-intensity.ts';
import { type IntensitySpread, spreadFor } from './window-spread.ts';

/** Most places that are named in a note; of more, the cleanest and the dirtiest. */
const MOST_NAMED = 6;

/**
 * A guess by time zone: the figure of one place, an interval from the cleanest to the dirtiest place with that time zone (never narrower
 * than the yearly spread), as the error source `zone:<time zone>`.
 */
export function guessedIntensity(
  place: GridPlace,
  others: readonly GridPlace[],
  timeZone: string,
  durationS: number,
  spread: IntensitySpread,
): SourcedIntensity {
  const base = intensityOfPlace(place, spread, { durationS, zoneFrom: 'time-zone' });
  const figures = [place, ...others].map(({ name, figures: [first] }) => ({ name, gPerKwh: first.gPerKwh }));
  const sorted = figures.toSorted((a, b) => a.gPerKwh - b.gPerKwh);
  const value = place.figures[0].gPerKwh;
  const [cleanest, dirtiest] = [sorted[0], sorted.at(-1)];
  const down = (1 - (cleanest?.gPerKwh ?? value) / value) / Z90;
  const up = ((dirtiest?.gPerKwh ?? value) / value - 1) / Z90;
  const errors: Record<string, Spread> = { ...base.errors };
  if (down > 0 || up > 0) errors[`zone:${timeZone}`] = [down, up];
  const names =
    figures.length <= MOST_NAMED
      ? figures.map(({ name }) => name).join(', ')
      : `${place.name}, from ${cleanest?.name ?? ''} to ${dirtiest?.name ?? ''}`;
  return {
    ...base,
    ...interval({ value, errors }),
    errors,
    grade: 'C',
    note: `guessed from the time zone ${timeZone} (${names}); set \`region\` to be sure`,
  };
}

/** Nothing is known of the place: no value, bounds over all countries (g/kWh). */
export function unknownIntensity(values: readonly number[], reason: string): SourcedIntensity {
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
