import { findKey, plainKey } from './find-key.ts';
import { readNumber, scaled } from './read-number.ts';
import { type Slot, SLOTS } from './slots.ts';

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
  readonly named: readonly { readonly name: string; readonly kwh: number }[];
  /** Keys that are not in the table. */
  readonly unknown: readonly string[];
  /** Values that could not be read. */
  readonly unreadable: readonly string[];
}

/** Sorts the inputs of a row into slots. A null is as if the key were not there. */
export function readRow(inputs: Readonly<Record<string, unknown>>): RowReading {
  const entries = new Map<Slot, Entry[]>();
  const named: { name: string; kwh: number }[] = [];
  const unknown: string[] = [];
  const unreadable: string[] = [];
  for (const [key, value] of Object.entries(inputs)) {
    if (value === null || value === undefined || value === '') continue;
    const known = keyFor(key, value);
    if (known === undefined) {
      const other = namedEnergy(key, value);
      if (other === undefined) unknown.push(key);
      else named.push(other);
      continue;
    }
    const entry = entryOf(key, value, known.slot, known.factor, known.hasUnit);
    if (entry === undefined) unreadable.push(`${key}: ${JSON.stringify(value)} is not understood`);
    else entries.set(known.slot, [...(entries.get(known.slot) ?? []), entry]);
  }
  return { entries, named, unknown, unreadable };
}

/** `gpus: 8` is a count, `gpus: "A100"` is hardware; `cpu: 2` is a number of CPUs. */
function keyFor(key: string, value: unknown): ReturnType<typeof findKey> {
  const known = findKey(key);
  const numeric = typeof value === 'number' || (typeof value === 'string' && /^\s*[\d.,]+\s*$/.test(value));
  if (
    known?.slot === 'count' &&
    !numeric &&
    /^(gpus|tpus|accelerators|devices|chips|processors)$/.test(plainKey(key))
  )
    return { slot: 'hardware', factor: 1, hasUnit: false };
  if (known?.slot === 'hardware' && numeric) return { slot: 'count', factor: 1, hasUnit: false };
  if (known?.slot === 'cpu' && numeric) return { slot: 'sockets', factor: 1, hasUnit: false };
  if (known?.slot === 'sockets' && !numeric) return { slot: 'cpu', factor: 1, hasUnit: false };
  return known;
}

function entryOf(
  key: string,
  value: unknown,
  slot: Slot,
  factor: number,
  hasUnit: boolean,
): Entry | undefined {
  const { dimension } = SLOTS[slot];
  if (Array.isArray(value)) return { key, list: value.map((each) => listItem(each, slot, factor)), hasUnit };
  if (dimension === 'text') {
    if (typeof value === 'object')
      return slot === 'hardware'
        ? { key, list: [value], hasUnit }
        : { key, text: JSON.stringify(value), hasUnit };
    return { key, text: typeof value === 'string' ? value : JSON.stringify(value), hasUnit };
  }
  const number = readNumber(value, dimension);
  if (number === undefined) return undefined;
  return {
    key,
    value: number.hasUnit ? number.value : scaled(number.value, factor),
    hasUnit: hasUnit || number.hasUnit,
  };
}

function listItem(item: unknown, slot: Slot, factor: number): unknown {
  const { dimension } = SLOTS[slot];
  if (dimension === 'text') return item;
  const number = readNumber(item, dimension);
  return number === undefined ? undefined : number.hasUnit ? number.value : scaled(number.value, factor);
}

function namedEnergy(
  key: string,
  value: unknown,
): { readonly name: string; readonly kwh: number } | undefined {
  const match = /^(?:energy_)?(kwh|mwh|wh)_([a-z0-9_]+)$|^([a-z0-9_]+?)_(kwh|mwh|wh)$/.exec(plainKey(key));
  const number = match === null ? undefined : readNumber(value, 'kwh');
  if (match === null || number === undefined) return undefined;
  const factor = { kwh: 1, mwh: 1e3, wh: 1e-3 }[match[1] ?? match[4] ?? 'kwh'] ?? 1;
  return {
    name: match[2] ?? match[3] ?? '',
    kwh: number.hasUnit ? number.value : scaled(number.value, factor),
  };
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
