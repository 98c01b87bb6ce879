import type { SourcedIntensity } from '../grid/intensity.ts';
import { linear } from '../units/arithmetic.ts';
import { type ErrorSources, type Estimate, estimate, interval } from '../units/estimate.ts';
import { fromSourced } from '../units/sourced-estimate.ts';
import type { HourEnergy } from './hour-energy.ts';
import type { LiveGrid } from './live-grid.ts';

/** The intensity of a run by a live source. */
export interface LiveIntensity {
  /** Σ E_h I_h / Σ E_h over the run's hours; `null` value where none of them has a figure. */
  readonly intensity: SourcedIntensity;
  /** Part of the energy whose hours have a live figure, 0 to 1. */
  readonly fraction: number;
  /** Each hour of the run with its part of the energy and its intensity, g/kWh; `live` false where the fallback stands in. */
  readonly hours: readonly {
    readonly hourMs: number;
    readonly part: number;
    readonly g: number | null;
    readonly how: string;
  }[];
}

/**
 * The mean intensity of a run, weighted by its energy in each hour. Hours without a figure take the fallback with its spread; without a fallback they are left out, and
 * the mean is that of the others. All hours of a source share one error source, so they add linearly.
 *
 * @param fallback the yearly figure, for averages; nothing stands in for a marginal one.
 */
export function liveIntensity(
  grid: LiveGrid,
  energy: HourEnergy,
  place: SourcedIntensity | undefined,
  fallback: SourcedIntensity | undefined,
): LiveIntensity {
  const { about } = grid;
  const zoneErrors = guessOf(place);
  const weighed = weightsOf(energy);
  const terms: (readonly [number, Estimate])[] = [];
  const hours: LiveIntensity['hours'][number][] = [];
  let fraction = 0;
  for (const { hourMs, part } of weighed) {
    const known = grid.hours.get(hourMs);
    if (known !== undefined) {
      fraction += part;
      terms.push([
        part,
        estimate(known.g, { [`live:${about.source}:${about.zone}`]: known.sd, ...zoneErrors }),
      ]);
      hours.push({ hourMs, part, g: known.g, how: known.how });
    } else {
      if (fallback !== undefined) terms.push([part, fromSourced(fallback)]);
      hours.push({ hourMs, part, g: fallback?.value ?? null, how: 'yearly' });
    }
  }
  const covered = fallback === undefined ? fraction : 1;
  const mean = covered > 0 ? linear(terms.map(([part, term]) => [part / covered, term] as const)) : NOTHING;
  return {
    intensity: sourced(grid, mean, fraction, place, fallback),
    fraction: Math.min(1, fraction),
    hours,
  };
}

const NOTHING: Estimate = { value: null, errors: {} };

/** Parts of the energy by hour; where nothing was used the hours count alike. */
function weightsOf(energy: HourEnergy): readonly { readonly hourMs: number; readonly part: number }[] {
  const { hours } = energy;
  const total = hours.reduce((sum, { joules }) => sum + joules, 0);
  return hours.map(({ hourMs, joules }) => ({
    hourMs,
    part: total > 0 ? joules / total : 1 / hours.length,
  }));
}

/** Where the zone itself is a guess, its live figures are no better known than the guess. */
function guessOf(place: SourcedIntensity | undefined): ErrorSources {
  return Object.fromEntries(
    Object.entries(place?.errors ?? {}).filter(([source]) => source.startsWith('zone:')),
  );
}

function sourced(
  { about }: LiveGrid,
  mean: Estimate,
  fraction: number,
  place: SourcedIntensity | undefined,
  fallback: SourcedIntensity | undefined,
): SourcedIntensity {
  const isKnownPlace = place !== undefined && place.zoneFrom !== 'unknown' && place.zoneFrom !== 'given';
  const isMixed =
    fraction > 0 && fraction < 1 && fallback !== undefined && fallback.boundary !== about.boundary;
  const notes = [
    ...(isKnownPlace && place.zoneFrom === 'time-zone' && place.note !== undefined ? [place.note] : []),
    ...(fraction < 1 && fallback !== undefined
      ? [`live for ${percent(fraction)} of the energy, for the rest ${fallback.source}`]
      : []),
  ];
  return {
    value: mean.value,
    ...interval(mean),
    unit: 'g/kWh',
    errors: mean.errors,
    id: `grid.live.${about.source}.${about.zone}`,
    source: about.name,
    licence: about.licence,
    url: about.url,
    ...(isKnownPlace && place.grade !== undefined ? { grade: place.grade } : {}),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    zone: isKnownPlace ? place.zone : about.zone,
    zoneName: isKnownPlace ? place.zoneName : about.zone,
    ...(isKnownPlace ? countryOf(place) : {}),
    basis: about.basis,
    ...(about.accounting === undefined ? {} : { accounting: about.accounting }),
    boundary: isMixed ? 'mixed' : about.boundary,
    zoneFrom: isKnownPlace ? place.zoneFrom : 'config',
  };
}

function countryOf({ country, countryName, place }: SourcedIntensity): Partial<SourcedIntensity> {
  return {
    ...(country === undefined ? {} : { country }),
    ...(countryName === undefined ? {} : { countryName }),
    ...(place === undefined ? {} : { place }),
  };
}

function percent(part: number): string {
  const value = 100 * part;
  return value > 0 && value < 1 ? 'less than 1 %' : `${Math.min(99, Math.round(value))} %`;
}
