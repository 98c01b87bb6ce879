import { inOrder } from './contradictions.ts';
import { findKey, type KnownKey, plainKey } from './find-key.ts';
import { flattenRow } from './flatten-row.ts';
import { numberAndWord, readNumber, scaled } from './read-number.ts';
import type { RowDimension } from './unit-words.ts';
import type { Entry, RowReading } from './row-reading.ts';
import { type Slot, SLOTS } from './slots.ts';

/** Sorts the inputs of a row into slots. A null is as if the key were not there. */
export function readRow(inputs: Readonly<Record<string, unknown>>): RowReading {
  const entries = new Map<Slot, Entry[]>();
  const named: RowReading['named'][number][] = [];
  const unknown: string[] = [];
  const unreadable: string[] = [];
  for (const [key, value] of flattenRow(inputs)) {
    if (isMissing(value)) continue;
    const known = withPueIn(keyFor(key, value), value);
    const read = known === undefined ? undefined : entryOf(key, value, known);
    const found = read === undefined ? byWordOfValue(key, value, known) : { slot: known?.slot, entry: read };
    if (found?.slot !== undefined) {
      entries.set(found.slot, [...(entries.get(found.slot) ?? []), found.entry]);
      continue;
    }
    const other = known === undefined ? namedEnergy(key, value) : undefined;
    if (other !== undefined) named.push(other);
    else if (known === undefined) unknown.push(key);
    else unreadable.push(`${key}: ${JSON.stringify(value)} is not understood`);
  }
  for (const [slot, each] of entries) entries.set(slot, [...inOrder(each)]);
  for (const { key, list = [] } of entries.get('hardware') ?? [])
    for (const [i, item] of list.entries()) {
      const inner = lineReading(item);
      unknown.push(...unusedInLine(inner).map((name) => `${key}[${i}].${name}`));
      unreadable.push(...inner.unreadable.map((said) => `${key}[${i}].${said}`));
    }
  return { entries, named, unknown, unreadable };
}

/** `"433 MWh (incl. PUE)"` is an energy of the facility. */
function withPueIn(known: KnownKey | undefined, value: unknown): KnownKey | undefined {
  const isSaid = typeof value === 'string' && /\b(?:incl\w*\.?|with)\s+(?:the\s+|a\s+)?pue\b/i.test(value);
  return known?.slot === 'energy' && isSaid ? { ...known, slot: 'energyFacility' } : known;
}

/** A null, and what people write for it. */
function isMissing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'string' && MISSING.test(value.trim());
}

const MISSING =
  /^(?:n\/?a|none|null|nan|unknown|undisclosed|unspecified|not (?:disclosed|reported|available|given|specified|known|stated)|tb[ad]|[-–—?]*)$/i;

/** What an item of a list of hardware can say; the rest belongs to the whole row. */
const OF_LINE: ReadonlySet<Slot> = new Set<Slot>([
  'hardware',
  'said',
  'count',
  'nodes',
  'perNode',
  'hours',
  'acceleratorHours',
  'acceleratorHoursPart',
  'powerMean',
  'powerEach',
  'powerLimit',
  'power',
  'utilisation',
]);

/** One item of a list of hardware, read by itself; a name alone has no keys. */
export function lineReading(item: unknown): RowReading {
  return readRow(typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {});
}

/** Whether an item of a list of hardware says nothing but what belongs to its line. */
export function lineIsWhole(item: unknown): boolean {
  return unusedInLine(lineReading(item)).length === 0;
}

function unusedInLine({ entries, named, unknown }: RowReading): readonly string[] {
  const others = [...entries].filter(([slot]) => !OF_LINE.has(slot)).flatMap(([, each]) => each);
  return [...unknown, ...named.map(({ key }) => key), ...others.map(({ key }) => key)];
}

/** A model number of a card for gamers, which is no count: `gpu: "3090"`. */
const MODEL_NUMBER = /^(?:9|10|16|20|30|40|50)[5-9]0$/;

/** `gpus: 8` is a count, `gpus: "A100"` is hardware; `cpu: 2` is a number of CPUs. */
function keyFor(key: string, value: unknown): KnownKey | undefined {
  const known = findKey(key);
  const isModel = known?.slot === 'hardware' && typeof value === 'string' && MODEL_NUMBER.test(value.trim());
  const numeric = !isModel && readNumber(value, 'number') !== undefined;
  if (
    known?.slot === 'count' &&
    !numeric &&
    /^(gpus|tpus|accelerators|devices|chips|processors)$/.test(plainKey(key))
  )
    return { slot: 'hardware', factor: 1, hasUnit: false };
  if (known?.slot === 'count' && Array.isArray(value)) return { slot: 'hardware', factor: 1, hasUnit: false };
  if (known?.slot === 'hardware' && numeric) return { slot: 'count', factor: 1, hasUnit: false };
  if (known?.slot === 'cpu' && numeric) return { slot: 'sockets', factor: 1, hasUnit: false };
  if (known?.slot === 'sockets' && !numeric) return { slot: 'cpu', factor: 1, hasUnit: false };
  return known;
}

/**
 * A key that is none, or of another kind than its value, with the value's own unit: `achieved: "24.6 TFLOPS"` is `achieved_tflops`, and
 * `power_consumption: "104 MWh"` an energy. `training_time: "320 GPU-hours"` are summed over the accelerators already.
 */
function byWordOfValue(
  key: string,
  value: unknown,
  known: KnownKey | undefined,
): { readonly slot: Slot; readonly entry: Entry } | undefined {
  const said = numberAndWord(value);
  if (said === undefined) return undefined;
  const { number, word } = said;
  const unit = plainKey(word);
  const other = findKey(`${plainKey(key)}_${unit}`);
  const isTime = known !== undefined && SLOTS[known.slot].dimension === 'hours';
  const found = other ?? (isTime ? findKey(unit) : undefined);
  if (found === undefined || SLOTS[found.slot].dimension === 'text' || !found.hasUnit) return undefined;
  if (isTime && SLOTS[found.slot].dimension !== 'hours') return undefined;
  return { slot: found.slot, entry: { key, value: scaled(number, found.factor), hasUnit: true } };
}

/** Slots whose lists are added up or laid out; elsewhere a list says more than one thing. */
const LISTS: ReadonlySet<Slot> = new Set<Slot>([
  'hardware',
  'energy',
  'energyPart',
  'hours',
  'acceleratorHours',
  'acceleratorHoursPart',
  'partsKg',
  'embodiedTotal',
  'runs',
  'said',
  'offset',
]);

function entryOf(key: string, value: unknown, { slot, factor, hasUnit }: KnownKey): Entry | undefined {
  const { dimension } = SLOTS[slot];
  if (Array.isArray(value)) {
    const list = value.map((each) => listItem(each, slot, factor));
    return LISTS.has(slot) && !list.includes(undefined)
      ? { key, list, hasUnit: hasUnit || allSayUnits(value, dimension) }
      : undefined;
  }
  if (dimension === 'text') {
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

function allSayUnits(list: readonly unknown[], dimension: RowDimension | 'text'): boolean {
  return dimension !== 'text' && list.every((item) => readNumber(item, dimension)?.hasUnit === true);
}

function listItem(item: unknown, slot: Slot, factor: number): unknown {
  const { dimension } = SLOTS[slot];
  if (dimension === 'text') return item;
  const number = readNumber(item, dimension);
  return number === undefined ? undefined : number.hasUnit ? number.value : scaled(number.value, factor);
}

function namedEnergy(key: string, value: unknown): RowReading['named'][number] | undefined {
  const match = /^(?:energy_)?(kwh|mwh|wh)_(?!per)([a-z0-9_]+)$|^([a-z0-9_]+?)(?<!_per)_(kwh|mwh|wh)$/.exec(
    plainKey(key),
  );
  const number = match === null ? undefined : readNumber(value, 'kwh');
  if (match === null || number === undefined) return undefined;
  const factor = { kwh: 1, mwh: 1e3, wh: 1e-3 }[match[1] ?? match[4] ?? 'kwh'] ?? 1;
  return {
    key,
    name: match[2] ?? match[3] ?? '',
    kwh: number.hasUnit ? number.value : scaled(number.value, factor),
  };
}
