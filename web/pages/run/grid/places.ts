import type { SourcedIntensity } from '../../../../src/grid/intensity.ts';
import type { WrittenEstimate } from '../../../../src/units/estimate.ts';

/** A place under `joulebook regions --json`. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly intensity: SourcedIntensity;
  /** g. */
  readonly co2e: WrittenEstimate | null;
  readonly versusHere: { readonly ratio: number; readonly accounting: string } | null;
  readonly here: boolean;
}

/** Places by their carbon, the cleanest first: so many at most, and the run's own wherever it ranks. */
export function ranked(
  places: readonly Place[],
  most: number,
): readonly (Place & { readonly rank: number })[] {
  return places
    .toSorted((a, b) => (a.co2e?.value ?? Infinity) - (b.co2e?.value ?? Infinity))
    .map((place, i) => ({ ...place, rank: i + 1 }))
    .filter(({ here }, i) => i < most || here);
}

/** Places whose name or code holds a text, without its accents. */
export function searched(places: readonly Place[], text: string): readonly Place[] {
  const plain = (one: string): string => one.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const wanted = plain(text.trim());
  return wanted === ''
    ? places
    : places.filter(({ id, name, here }) => here || plain(`${id} ${name}`).includes(wanted));
}
