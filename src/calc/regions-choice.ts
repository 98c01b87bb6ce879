import type { GridPlace } from '../grid/grid-place.ts';

/** Which places are wanted. */
export interface PlaceChoice {
  readonly kind?: GridPlace['kind'] | undefined;
  /** Only regions of this provider. */
  readonly provider?: string | undefined;
  /** Only places of this continent. */
  readonly continent?: string | undefined;
}

/** The continents of the tables. */
export const CONTINENTS = ['Africa', 'Asia', 'Europe', 'North America', 'Oceania', 'South America'] as const;

/** The places that fit; countries where no kind is asked for, the regions of a provider where one is. */
export function choosePlaces(places: readonly GridPlace[], choice: PlaceChoice): readonly GridPlace[] {
  const kind = choice.kind ?? (choice.provider === undefined ? 'country' : 'cloud-region');
  return places.filter(
    (place) =>
      place.kind === kind &&
      (choice.provider === undefined || place.cloud?.provider === choice.provider) &&
      (choice.continent === undefined || place.continent === choice.continent),
  );
}

/** The continent that a text names, in any case. */
export function continentNamed(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  return CONTINENTS.find((continent) => continent.toLowerCase() === lower);
}
