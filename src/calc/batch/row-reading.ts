import type { Slot } from './slots.ts';

/** One key of a row as it was understood. */
export interface Entry {
  readonly key: string;
  /** In the unit of its slot; undefined for a text. */
  readonly value?: number;
  readonly text?: string;
  readonly list?: readonly unknown[];
  /** The key or the value named its unit. */
  readonly hasUnit: boolean;
}

/** A row's inputs, read. */
export interface RowReading {
  readonly entries: ReadonlyMap<Slot, readonly Entry[]>;
  /** Energies with a name that is no slot's: `kwh_dqn`. */
  readonly named: readonly { readonly key: string; readonly name: string; readonly kwh: number }[];
  /** Keys that are not in the table. */
  readonly unknown: readonly string[];
  /** Values that could not be read. */
  readonly unreadable: readonly string[];
}

/** The number of a slot, the first that was given. */
export function numberOf(reading: RowReading, slot: Slot): number | undefined {
  return reading.entries.get(slot)?.find(({ value }) => value !== undefined)?.value;
}

/** The text of a slot. */
export function textOf(reading: RowReading, slot: Slot): string | undefined {
  return reading.entries.get(slot)?.find(({ text }) => text !== undefined)?.text;
}

/** All numbers of a slot, lists laid out. */
export function numbersOf(reading: RowReading, slot: Slot): readonly number[] {
  return (reading.entries.get(slot) ?? []).flatMap(({ value, list }) => [
    ...(value === undefined ? [] : [value]),
    ...(list ?? []).filter((item) => typeof item === 'number'),
  ]);
}
