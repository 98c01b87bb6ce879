import { interval, type ErrorSources } from '../units/estimate.ts';
import type { GridPlace, IntensityFigure } from './grid-place.ts';
import type { SourcedIntensity } from './intensity.ts';
import { type IntensitySpread, spreadFor } from './window-spread.ts';

/** Which of a place's figures is asked for. */
export type FigurePreference = 'production' | 'consumption' | 'marginal';

/** How a place's intensity is asked for. */
export interface PlaceIntensityOptions {
  /** Length of the run, s; an hour where it is not known. */
  readonly durationS?: number;
  /** A figure other than the default, where the place has it. */
  readonly prefer?: FigurePreference;
  readonly zoneFrom?: SourcedIntensity['zoneFrom'];
  /** What was taken for granted in reading the place's name; becomes a part of the note. */
  readonly note?: string | undefined;
}

/** Duration that is assumed at the start of a run, before its length is known: one hour. */
export const DEFAULT_DURATION_S = 3600;

/** The figure of a place: the default, or the one that is preferred where there is one. */
export function figureOf(place: GridPlace, prefer?: FigurePreference): IntensityFigure {
  const fits = ({ basis, accounting }: IntensityFigure): boolean =>
    prefer === 'marginal' ? basis === 'marginal' : basis === 'average' && accounting === prefer;
  return (prefer === undefined ? undefined : place.figures.find(fits)) ?? place.figures[0];
}

/**
 * The yearly intensity of a place for a run of some length, g/kWh. Its error source `intensity:<zone>:<year>` has the spread of windows of
 * that length and of the figure's age, in quadrature; `accounting:<zone>` has what is not known of the figure itself.
 */
export function intensityOfPlace(
  place: GridPlace,
  spread: IntensitySpread,
  options: PlaceIntensityOptions = {},
): SourcedIntensity {
  const figure = figureOf(place, options.prefer);
  const { zone, name } = figure.of ?? { zone: place.id, name: place.name };
  const errors: ErrorSources = {
    [`intensity:${zone}:${figure.year}`]: spreadFor(options.durationS ?? DEFAULT_DURATION_S, spread),
    ...(figure.spread === undefined || figure.spread.every((side) => side === 0)
      ? {}
      : { [`accounting:${zone}`]: figure.spread }),
  };
  const notes = [options.note, figure.note, unmet(place, figure, options.prefer)].filter(
    (note) => note !== undefined,
  );
  return {
    value: figure.gPerKwh,
    ...interval({ value: figure.gPerKwh, errors }),
    unit: 'g/kWh',
    errors,
    id: figure.id,
    source: figure.source,
    licence: figure.licence,
    url: figure.url,
    year: figure.year,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    zone,
    zoneName: name,
    ...(place.country === '' ? {} : { country: place.country }),
    ...(place.id === zone ? {} : { place: place.id }),
    basis: figure.basis,
    boundary: figure.boundary,
    accounting: figure.accounting,
    zoneFrom: options.zoneFrom ?? 'option',
  };
}

function unmet(
  place: GridPlace,
  figure: IntensityFigure,
  prefer: FigurePreference | undefined,
): string | undefined {
  if (prefer === undefined) return undefined;
  const isMet =
    prefer === 'marginal'
      ? figure.basis === 'marginal'
      : figure.accounting === prefer && figure.basis === 'average';
  return isMet
    ? undefined
    : `no ${prefer} figure of ${place.name} is known; this one is ${figure.accounting}`;
}
