import type { GridPlace } from '../grid/grid-place.ts';
import type { SourcedIntensity } from '../grid/intensity.ts';
import { figureOf, type FigurePreference, intensityOfPlace } from '../grid/place-intensity.ts';
import type { IntensitySpread } from '../grid/window-spread.ts';
import { multiply } from '../units/arithmetic.ts';
import { type Estimate, estimate } from '../units/estimate.ts';

/** What an energy would emit in one place. */
export interface PlaceEmissions {
  readonly place: GridPlace;
  readonly intensity: SourcedIntensity;
  /** g CO2e. */
  readonly carbon: Estimate;
  /** Against where we are; undefined where that is not known, or where the two have no figure of the same kind. */
  readonly versusHere?: VersusHere;
  readonly isHere: boolean;
}

/** Emissions of the same energy over those here, by figures of the same accounting. */
export interface VersusHere {
  /** 0.25: a quarter of what it emits here. */
  readonly ratio: number;
  readonly accounting: FigurePreference;
}

/** What is known beside the energy and the places. */
export interface ElsewhereOptions {
  readonly spread: IntensitySpread;
  /** Length of the run, s; an hour where it is not known. */
  readonly durationS?: number;
  /** Where we are. */
  readonly here?: GridPlace | undefined;
  /** Only figures of this kind; places without one are left out. */
  readonly prefer?: FigurePreference | undefined;
}

/**
 * What the same energy would emit in each place, the cleanest first: energy × yearly intensity of the place. The energy stays as it is;
 * another building has another PUE, and another machine another power.
 *
 * @param energyKwh kWh, with its error
 */
export function emissionsElsewhere(
  energyKwh: Estimate,
  places: readonly GridPlace[],
  options: ElsewhereOptions,
): readonly PlaceEmissions[] {
  const { spread, durationS, here, prefer } = options;
  const asked = places.filter((place) => prefer === undefined || hasFigure(place, prefer));
  return asked
    .map((place): PlaceEmissions => {
      const intensity = intensityOfPlace(place, spread, {
        ...(durationS === undefined ? {} : { durationS }),
        ...(prefer === undefined ? {} : { prefer }),
      });
      const versus = here === undefined ? undefined : versusHere(place, here, prefer);
      return {
        place,
        intensity,
        carbon: multiply(energyKwh, estimate(intensity.value ?? 0, intensity.errors)),
        ...(versus === undefined ? {} : { versusHere: versus }),
        isHere: place.id === here?.id,
      };
    })
    .sort(byIntensity);
}

/** Whether a place has a figure of a kind. */
export function hasFigure(place: GridPlace, kind: FigurePreference): boolean {
  const { basis, accounting } = figureOf(place, kind);
  return kind === 'marginal' ? basis === 'marginal' : basis === 'average' && accounting === kind;
}

/** The kind of a figure: what is made, what is used, or what one more kWh costs. */
export function kindOf({
  basis,
  accounting,
}: Pick<SourcedIntensity, 'basis' | 'accounting'>): FigurePreference {
  return basis === 'marginal' ? 'marginal' : (accounting ?? 'production');
}

/** The first kind that both have; their own default first, so that as few figures as can be change. */
function versusHere(
  place: GridPlace,
  here: GridPlace,
  prefer: FigurePreference | undefined,
): VersusHere | undefined {
  const kinds =
    prefer === undefined ? [kindOf(here.figures[0]), kindOf(place.figures[0])] : ([prefer] as const);
  const accounting = kinds.find((kind) => hasFigure(place, kind) && hasFigure(here, kind));
  if (accounting === undefined) return undefined;
  const mine = figureOf(here, accounting).gPerKwh;
  return mine === 0 ? undefined : { ratio: figureOf(place, accounting).gPerKwh / mine, accounting };
}

function byIntensity(a: PlaceEmissions, b: PlaceEmissions): number {
  const difference = (a.intensity.value ?? 0) - (b.intensity.value ?? 0);
  return difference !== 0 ? difference : a.place.id < b.place.id ? -1 : 1;
}
