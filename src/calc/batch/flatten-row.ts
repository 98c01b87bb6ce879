import { findKey, plainKey } from './find-key.ts';
import { readNumber } from './read-number.ts';
import { type Slot, SLOTS } from './slots.ts';

/** How deep groups of keys may lie in each other. */
const DEEPEST = 4;

/** Groups that tell about a row and hold none of it. */
const TOLD = /^(?:notes?|comments?|description|source|url|paper|authors?|venue|doi)$/i;

type Fields = Readonly<Record<string, unknown>>;
type Flat = readonly (readonly [key: string, value: unknown])[];

/** Slots whose parts make a whole when they are added up. */
const ADDED_UP: ReadonlySet<Slot> = new Set<Slot>(['energy', 'hours', 'acceleratorHours', 'partsKg']);

/**
 * A row without groups: `{ training: { hours: 10 } }` says `training_hours`, or `hours` where the longer key is none; `{ value, unit }` is a
 * number with its unit; `{ gpu_hours: { pretraining: 7, tuning: 2 } }` a list of parts. A list stays, and a list of one thing is that thing.
 */
export function flattenRow(inputs: Fields): Flat {
  return sorted(inputs).flatMap(([key, value]) => flattened(key, value, DEEPEST));
}

/** In the order of their keys, so that the order in which a row was written decides nothing. */
function sorted(fields: Fields): Flat {
  return Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function flattened(key: string, value: unknown, depth: number): Flat {
  const plain = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return [[key, plain]];
  const fields = withUnits(plain as Fields);
  const names = Object.keys(fields);
  if (depth === 0 || names.length === 0 || TOLD.test(key)) return [[key, plain]];
  const kinds = kindsOf(key, fields);
  if (kinds !== undefined) return [[key, kinds]];
  const parts = partsOf(key, fields);
  if (parts !== undefined) return [[key, parts]];
  return sorted(fields).flatMap(([inner, each]) => flattened(keyIn(key, inner), each, depth - 1));
}

/** A `unit` of a group is that of its numbers. */
function withUnits(fields: Fields): Fields {
  const { unit, units = unit, ...rest } = fields;
  if (typeof units !== 'string') return fields;
  const hasAmount = Object.keys(rest).some(isAmount);
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      hasAmount !== isAmount(key)
        ? value
        : typeof value === 'number' || (typeof value === 'string' && /^[\d.,\s]+$/.test(value))
          ? `${value} ${units}`
          : value,
    ]),
  );
}

/** `gpus: { A100: 8, V100: 4 }` and `hardware: { A100: { count: 8 } }`: a list of hardware by its names. */
function kindsOf(key: string, fields: Fields): readonly unknown[] | undefined {
  const slot = findKey(key)?.slot;
  if (slot !== 'hardware' && slot !== 'count') return undefined;
  const isKind = (name: string): boolean =>
    /\d/.test(name) && findKey(name) === undefined && findKey(joined(key, name)) === undefined;
  if (!Object.keys(fields).every(isKind)) return undefined;
  return sorted(fields).map(([name, each]) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? { ...each, hardware: name }
      : { hardware: name, count: each },
  );
}

/** The numbers of a group whose keys say nothing by themselves, where the group's own key can be added up. */
function partsOf(key: string, fields: Fields): readonly unknown[] | undefined {
  const known = findKey(key);
  if (known === undefined || !ADDED_UP.has(known.slot)) return undefined;
  const { dimension } = SLOTS[known.slot];
  const values = sorted(fields).map(([, each]) => each);
  const isAllKnown = Object.keys(fields).every(
    (inner) => isAmount(inner) || findKey(inner) !== undefined || findKey(joined(key, inner)) !== undefined,
  );
  if (isAllKnown || dimension === 'text' || Object.keys(fields).some(isBound)) return undefined;
  return values.every((value) => readNumber(value, dimension) !== undefined) ? values : undefined;
}

function keyIn(group: string, key: string): string {
  if (findKey(joined(group, key)) !== undefined) return joined(group, key);
  if (isAmount(key)) return group;
  return isBound(key) ? joined(group, key) : key;
}

/** `{ value: 3 }` says what its group is called, and so does the middle of several. */
function isAmount(key: string): boolean {
  return /^(value|amount|val|mean|average|avg|median|nominal|typical)$/i.test(key);
}

/** A bound or a spread is no part of a whole. */
function isBound(key: string): boolean {
  return /^(min|max|minimum|maximum|low|high|lower|upper|std|sd|stdev|error|uncertainty|p\d+)$/i.test(key);
}

function joined(group: string, key: string): string {
  return `${plainKey(group)}_${key}`;
}
