import { bareNames, slotNames, type SlotSpec } from './slot-spec.ts';
import { type Slot, SLOTS } from './slots.ts';
import { type RowDimension, UNIT_WORDS } from './unit-words.ts';

/** A key as it was understood. */
export interface KnownKey {
  readonly slot: Slot;
  /** Leads from the key's unit to the slot's. */
  readonly factor: number;
  /** The key names a unit. */
  readonly hasUnit: boolean;
}

const ENTRIES = Object.entries(SLOTS) as readonly (readonly [Slot, SlotSpec])[];

/** Words for large numbers behind a unit: `gpu_hours_millions`. */
const MULTIPLES = /_(k|thousands?|m|mio|millions?|b|bn|billions?|t|trillions?)$/;

/** `intensity_kg`: an intensity that names its mass only is per kWh. */
const INTENSITY_MASS =
  /^(?:.*intensity.*|ci|ef|emissions?_factor|grid_factor)_(?:kg|g|lb|lbs)(?:co2(?:e|eq)?)?$/;

/** `a100_hours`, `tpu_v3_days`: hours of a kind of accelerator are summed over them. */
const MODEL_HOURS = /^(?:tpu_?v\d[a-z]?|[a-z]{1,4}\d{1,4}[a-z]{0,3})(?:_[a-z0-9]+)?_(hours|days|years)$/;

let exactNames: ReadonlyMap<string, Slot> | undefined;
let namesByDimension: ReadonlyMap<RowDimension, ReadonlyMap<string, Slot>> | undefined;

/**
 * What a key stands for. Capitals, dashes and camel case make no difference, nor does where in the key its unit stands.
 *
 * @example
 * findKey('intensity_lb_per_kwh') // { slot: 'intensity', factor: 453.59237, hasUnit: true }
 */
export function findKey(key: string): KnownKey | undefined {
  const plain = plainKey(key);
  exactNames ??= exactTable();
  const exact = exactNames.get(plain);
  if (exact !== undefined) return { slot: exact, factor: 1, hasUnit: false };
  const withUnit = findWithUnit(plain);
  if (withUnit !== undefined) return withUnit;
  const perKwh = INTENSITY_MASS.test(plain) ? findWithUnit(`${plain}_per_kwh`) : undefined;
  if (perKwh !== undefined) return perKwh;
  const named = MODEL_HOURS.exec(plain)?.[1];
  if (named !== undefined)
    return { slot: 'acceleratorHours', factor: UNIT_WORDS.hours[named] ?? 1, hasUnit: true };
  const multiple = MULTIPLES.exec(plain);
  if (multiple === null) return undefined;
  const inner = findKey(plain.slice(0, multiple.index));
  const factor = UNIT_WORDS.number[multiple[1] ?? ''];
  return inner === undefined || factor === undefined
    ? undefined
    : { ...inner, factor: inner.factor * factor };
}

/** `hoursToTrain`, `Hours-to-train` and `hours to train` as `hours_to_train`. */
export function plainKey(key: string): string {
  return key
    .replaceAll(/([a-z]{2}|\d)([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('₂', '2')
    .replaceAll('%', '_percent')
    .replaceAll(/\//g, '_per_')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

function findWithUnit(plain: string): KnownKey | undefined {
  const tokens = plain.split('_');
  namesByDimension ??= dimensionTables();
  // Long units first: `kg_per_kwh` before `kwh`.
  for (let length = tokens.length; length > 0; length--) {
    for (let at = tokens.length - length; at >= 0; at--) {
      const unit = tokens.slice(at, at + length).join('_');
      const name = [...tokens.slice(0, at), ...tokens.slice(at + length)].join('_');
      for (const [dimension, names] of namesByDimension) {
        const factor = Object.hasOwn(UNIT_WORDS[dimension], unit) ? UNIT_WORDS[dimension][unit] : undefined;
        const slot = factor === undefined ? undefined : names.get(name);
        if (factor !== undefined && slot !== undefined) return { slot, factor, hasUnit: true };
      }
    }
  }
  return undefined;
}

function exactTable(): ReadonlyMap<string, Slot> {
  const table = new Map<string, Slot>();
  for (const [slot, spec] of ENTRIES)
    for (const name of bareNames(spec)) if (!table.has(name)) table.set(name, slot);
  return table;
}

function dimensionTables(): ReadonlyMap<RowDimension, ReadonlyMap<string, Slot>> {
  const tables = new Map<RowDimension, Map<string, Slot>>();
  for (const [slot, spec] of ENTRIES) {
    if (spec.dimension === 'text') continue;
    const table = tables.get(spec.dimension) ?? new Map<string, Slot>();
    for (const name of slotNames(spec)) if (!table.has(name)) table.set(name, slot);
    tables.set(spec.dimension, table);
  }
  return tables;
}
