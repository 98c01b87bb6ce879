import type { Grade, Sourced } from './sourced.ts';

/**
 * Where a figure comes from: a constant with its source, or a formula over other figures. A tree of these is what `why` prints, from the
 * figure that was asked for down to each constant. Energies in the unit that `unit` names.
 */
export interface Derivation {
  /** Stable within one tree: the row in `data/`, the option, or the name of the computed figure, e.g. `energy.facility`. */
  readonly id: string;
  /** What it is, in a few words. */
  readonly label: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  /** For a computed figure: the formula in the names of {@link from}, e.g. `energy × PUE × intensity`. */
  readonly formula?: string;
  readonly from?: readonly Derivation[];
  /** Who gave the figure: an option, a meter, or the source of a constant. */
  readonly source?: string;
  readonly year?: number;
  readonly licence?: string;
  readonly url?: string;
  readonly grade?: Grade;
  /** What was assumed for want of knowing, and how to say it instead. */
  readonly assumed?: string;
  readonly note?: string;
}

/** What a constant says of itself beside its number, without what it does not say. */
export function sayingsOf(
  constant: Pick<Sourced, 'source' | 'year' | 'licence' | 'url' | 'grade' | 'note'>,
): Pick<Derivation, 'source' | 'year' | 'licence' | 'url' | 'grade' | 'note'> & { readonly source: string } {
  const { source, year, licence, url, grade, note } = constant;
  return {
    source,
    ...(year === undefined ? {} : { year }),
    ...(licence === undefined ? {} : { licence }),
    ...(url === undefined ? {} : { url }),
    ...(grade === undefined ? {} : { grade }),
    ...(note === undefined ? {} : { note }),
  };
}
