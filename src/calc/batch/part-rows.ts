import { findKey, plainKey } from './find-key.ts';
import { lineIsWhole } from './read-row.ts';
import type { RowAnswer } from './row-answer.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A row whose work was done in parts: what each has of its own stands before what the row says of all. */
export interface PartRows {
  readonly key: string;
  readonly parts: readonly { readonly name: string; readonly inputs: Fields }[];
}

/**
 * The phases of a job, each with its own hardware, hours, energy or place: a list of objects (`phases: [{ gpu, hours }, …]`) or a group of
 * groups with the same keys. A list of hardware that differs in nothing else is one job, and none of this.
 */
export function partRows(inputs: Fields): PartRows | undefined {
  for (const [key, value] of Object.entries(inputs).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const slot = findKey(key)?.slot;
    if (slot === 'said' || slot === 'offset') continue;
    const items = Array.isArray(value) ? listed(value) : grouped(key, value);
    if (items === undefined || items.length < 2) continue;
    if (slot === 'hardware' && items.every(({ fields }) => lineIsWhole(fields))) continue;
    const shared = Object.fromEntries(Object.entries(inputs).filter(([other]) => other !== key));
    return { key, parts: items.map(({ name, fields }) => ({ name, inputs: merged(shared, fields) })) };
  }
  return undefined;
}

interface Item {
  readonly name: string;
  readonly fields: Fields;
}

function listed(value: readonly unknown[]): readonly Item[] | undefined {
  const items = value.map((each, i) => (isFields(each) ? { name: String(i + 1), fields: each } : undefined));
  const whole = items.filter((item) => item !== undefined);
  return whole.length === items.length && whole.some(({ fields }) => saysWork(fields)) ? whole : undefined;
}

/** Groups that say the same of several things, where `<thing>_<key>` is no key: not `{ cpu: { tdp_w }, gpu: { tdp_w } }`. */
function grouped(key: string, value: unknown): readonly Item[] | undefined {
  if (!isFields(value) || findKey(key) !== undefined) return undefined;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const items = entries.flatMap(([name, fields]) => (isFields(fields) ? [{ name, fields }] : []));
  if (items.length !== entries.length || items.length < 2) return undefined;
  const [first, ...others] = items;
  const isAlike = Object.keys(first?.fields ?? {}).some((inner) =>
    others.every(({ fields }) => inner in fields),
  );
  const isOwn = items.every(({ name, fields }) =>
    Object.keys(fields).some((inner) => findKey(`${plainKey(name)}_${inner}`) !== undefined),
  );
  return isAlike && !isOwn && items.every(({ fields }) => saysWork(fields)) ? items : undefined;
}

function saysWork(fields: Fields): boolean {
  return Object.keys(fields).some((key) => {
    const slot = findKey(key)?.slot;
    return slot !== undefined && slot !== 'said';
  });
}

/** What a part says of itself replaces what the row says in any other spelling. */
function merged(shared: Fields, own: Fields): Fields {
  const slots = new Set(Object.keys(own).map((key) => findKey(key)?.slot));
  const kept = Object.entries(shared).filter(([key]) => {
    const slot = findKey(key)?.slot;
    return slot === undefined || slot === 'said' || !slots.has(slot);
  });
  return { ...Object.fromEntries(kept), ...own };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Numbers = Pick<RowAnswer, 'kwh' | 'kgco2e' | 'kwhLow' | 'kwhHigh' | 'kgLow' | 'kgHigh'>;

/** The sum of parts, bound by bound, as the same error may be in all of them; null where one is not known. */
export function sumOfParts(parts: readonly Numbers[]): Numbers {
  const sum = (field: keyof Numbers): number | null =>
    parts.reduce<number | null>((all, part) => {
      const each = part[field];
      return all === null || each === null ? null : all + each;
    }, 0);
  return {
    kwh: sum('kwh'),
    kgco2e: sum('kgco2e'),
    kwhLow: sum('kwhLow'),
    kwhHigh: sum('kwhHigh'),
    kgLow: sum('kgLow'),
    kgHigh: sum('kgHigh'),
  };
}
