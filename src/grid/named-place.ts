import type { SourcedIntensity } from './intensity.ts';

/** Stands for a place in an intensity that was given as a number alone. */
const NUMBER_ALONE = 'given';
/** Stands for the name of a place where none is known. */
const NOWHERE = 'unknown place';

/** The name of the place that an intensity is of. Undefined where there is none: a number that was given alone is of no place, nor is one from nowhere. */
export function namedPlace({
  zone,
  zoneName,
  zoneFrom,
}: Pick<SourcedIntensity, 'zone' | 'zoneName' | 'zoneFrom'>): string | undefined {
  return zoneFrom === 'unknown' || zone === NUMBER_ALONE || zoneName === NOWHERE ? undefined : zoneName;
}
