import type { RowDimension } from './unit-words.ts';

/** What a key of a row can stand for. */
export interface SlotSpec {
  readonly about: string;
  /** Unit that its number is kept in; text where it has none. */
  readonly dimension: RowDimension | 'text';
  /** Names without their unit, with spaces between. */
  readonly names: string;
  /** The unit alone is a key too, e.g. `hours` or `kwh`. */
  readonly unitAlone?: true;
  /** Names that are understood without any unit, in the unit of {@link dimension}: all, or these. */
  readonly bare?: true | string;
}

/** The names of a slot; the empty one is the unit alone. */
export function slotNames({ names, unitAlone }: SlotSpec): readonly string[] {
  return [...(unitAlone === true ? [''] : []), ...names.split(' ')];
}

/** Those names of a slot that are keys without a unit. */
export function bareNames({ names, dimension, bare }: SlotSpec): readonly string[] {
  if (dimension === 'text' || bare === true) return names.split(' ');
  return bare === undefined ? [] : bare.split(' ');
}
