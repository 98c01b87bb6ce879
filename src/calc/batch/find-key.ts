import { looseName } from './loose-words.ts';
import { bareNames, slotNames, type SlotSpec } from './slot-spec.ts';
import { type Slot, SLOTS } from './slots.ts';
import { type RowDimension, spelledMilli, unitFactor } from './unit-words.ts';

/** A key as it was understood. */
export interface KnownKey {
  readonly slot: Slot;
  /** Leads from the key's unit to the slot's. */
  readonly factor: number;
  /** The key names a unit. */
  readonly hasUnit: boolean;
}

/** Keys that must be as they are: a `layer` is a scope, `layers` are not. */
const EXACT_ONLY: ReadonlySet<Slot> = new Set<Slot>(['said', 'scope', 'method', 'offset']);

/** Words that say when rather than how long: `year trained` is none of 2020 years, and `month` alone none. */
const POINTS_IN_TIME: ReadonlySet<string> = new Set(['year', 'month', 'week', 'day']);

/** No name: the empty one is a unit alone. */
const NONE = ' ';

type Dimension = RowDimension | 'text';

const ENTRIES = Object.entries(SLOTS) as readonly (readonly [Slot, SlotSpec])[];

/** Words for large numbers behind a unit: `gpu_hours_millions`. */
const MULTIPLES = /_(k|thousands?|m|mio|millions?|b|bn|billions?|t|trillions?)$/;

/** `intensity_kg`: an intensity that names its mass only is per kWh. */
const INTENSITY_MASS =
  /^(?:.*intensity.*|ci|ef|emissions?_factor|grid_factor)_(?:kg|g|lb|lbs)(?:co2(?:e|eq)?)?$/;

/** `net_co2e_per_kwh`: an intensity whose mass is not said. */
const NO_MASS = /(^|_)(?:co2(?:e|eq)?|carbon|emissions?)_per_kwh$/;

/** `a100_hours`, `tpu_v3_days`: hours of a kind of accelerator are summed over them. */
const MODEL_HOURS = /^(?:tpu_?v\d[a-z]?|[a-z]{1,4}\d{1,4}[a-z]{0,3})(?:_[a-z0-9]+)?_(hours|days|years)$/;

/** `tpu_v3_chips`: a number of them. */
const MODEL_COUNT =
  /^(?:n_|num_)?(?:tpu_?v\d[a-z]?|(?:[a-z]{1,2}|rtx|gtx)_?\d{2,4}[a-z]{0,2})_(?:chips|gpus|cards|accelerators|cores)$/;

/** `wh_per_1000_queries` and `kwh_per_million_requests`. */
const PER_MANY = /(?<=^|_)per_(?:(\d+)(?:_?(k|m|thousand|million|billion))?|(k|thousand|million|billion))_/;

let exactNames: ReadonlyMap<string, Slot> | undefined;
let namesByDimension: ReadonlyMap<Dimension, ReadonlyMap<string, Slot>> | undefined;
let looseByDimension: ReadonlyMap<Dimension, ReadonlyMap<string, Slot>> | undefined;
let looseBare: ReadonlyMap<Dimension, ReadonlyMap<string, Slot>> | undefined;

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
    return { slot: 'acceleratorHours', factor: unitFactor('hours', named) ?? 1, hasUnit: true };
  const many = PER_MANY.exec(plain);
  if (many !== null) {
    const one = findKey(plain.replace(PER_MANY, 'per_'));
    const count = Number(many[1] ?? 1) * (unitFactor('number', many[2] ?? many[3] ?? '') ?? 1);
    return one === undefined || count === 0 ? undefined : { ...one, factor: one.factor / count };
  }
  if (MODEL_COUNT.test(plain)) return { slot: 'count', factor: 1, hasUnit: false };
  if (NO_MASS.test(plain)) return findKey(plain.replace(NO_MASS, '$1intensity'));
  const multiple = MULTIPLES.exec(plain);
  const inner = multiple === null ? undefined : findKey(plain.slice(0, multiple.index));
  const factor = unitFactor('number', multiple?.[1] ?? '');
  // `params_b` are billions and `gpu_hours_m` millions, but `time_m` may be minutes and `energy_m` anything.
  if (inner !== undefined && factor !== undefined)
    return inner.hasUnit || SLOTS[inner.slot].dimension === 'number'
      ? { ...inner, factor: inner.factor * factor }
      : undefined;
  return findLoose(plain);
}

/** `hoursToTrain`, `Hours-to-train` and `hours to train` as `hours_to_train`. */
export function plainKey(key: string): string {
  return spelledMilli(key.replace(/,\s*incl[^()]*/i, ''))
    .replaceAll(/(GPU|TPU|CPU)(?=[a-z]{2})/g, '$1_')
    .replaceAll(/(?<=[a-z]{2}|\d|[A-Z][a-z])(?=[A-Z])/g, '_')
    .replaceAll(/([A-Z]{2})([A-Z][a-z]{2})/g, '$1_$2')
    .replaceAll(/(^|_)n([A-Z])/g, '$1n_$2')
    .replaceAll(/([a-z\d])Per(?=[A-Z_]|$)/g, '$1_per_')
    .toLowerCase()
    .replaceAll('₂', '2')
    .replaceAll('%', '_percent')
    .replaceAll(/\//g, '_per_')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/(kilo|mega|giga|tera|peta|exa|zetta)_(?=flop|watt|joule)/g, '$1')
    .replaceAll(/(^|_)(gpu|tpu|cpu|core|chip|device)(h|hrs?|hours|days)(?=_|$)/g, '$1$2_$3')
    .replaceAll(/^_+|_+$/g, '');
}

function findWithUnit(plain: string): KnownKey | undefined {
  namesByDimension ??= dimensionTables(slotNames, (name) => name);
  return byUnit(plain, namesByDimension, (name) => name, false);
}

/** By its words alone, where the key is none of the names: `average watts per GPU`, `total number of GPUs used`. */
function findLoose(plain: string): KnownKey | undefined {
  looseByDimension ??= dimensionTables(slotNames, (name, dimension) => looseName(name, dimension, true));
  const withUnit = byUnit(
    plain,
    looseByDimension,
    (name, dimension) => looseName(name, dimension, true),
    true,
  );
  if (withUnit !== undefined) return withUnit;
  looseBare ??= dimensionTables(bareNames, (name, dimension) => looseName(name, dimension, false));
  const found = new Set<Slot>();
  for (const [dimension, names] of looseBare) {
    const slot = names.get(looseName(plain, dimension, false) ?? NONE);
    if (slot !== undefined && !EXACT_ONLY.has(slot)) found.add(slot);
  }
  // `chips_used` names them or counts them, as its value says.
  if (found.has('hardware')) found.delete('count');
  const [slot, ...others] = found;
  return slot === undefined || others.length > 0 ? undefined : { slot, factor: 1, hasUnit: false };
}

function byUnit(
  plain: string,
  tables: ReadonlyMap<Dimension, ReadonlyMap<string, Slot>>,
  named: (name: string, dimension: Dimension) => string | undefined,
  isLoose: boolean,
): KnownKey | undefined {
  const tokens = plain.split('_');
  // Long units first: `kg_per_kwh` before `kwh`.
  for (let length = tokens.length; length > 0; length--) {
    for (let at = tokens.length - length; at >= 0; at--) {
      const unit = tokens.slice(at, at + length).join('_');
      if (POINTS_IN_TIME.has(unit) && (isLoose || length === tokens.length)) continue;
      const name = [...tokens.slice(0, at), ...tokens.slice(at + length)].join('_');
      for (const [dimension, names] of tables) {
        const factor = dimension === 'text' ? undefined : unitFactor(dimension, unit);
        if (factor === undefined) continue;
        const slot = names.get(named(name, dimension) ?? NONE);
        if (slot !== undefined) return { slot, factor, hasUnit: true };
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

function dimensionTables(
  namesOf: (spec: SlotSpec) => readonly string[],
  named: (name: string, dimension: Dimension) => string | undefined,
): ReadonlyMap<Dimension, ReadonlyMap<string, Slot>> {
  const tables = new Map<Dimension, Map<string, Slot>>();
  for (const [slot, spec] of ENTRIES) {
    const table = tables.get(spec.dimension) ?? new Map<string, Slot>();
    for (const each of namesOf(spec)) {
      const name = named(each, spec.dimension);
      if (name !== undefined && !table.has(name)) table.set(name, slot);
    }
    tables.set(spec.dimension, table);
  }
  return tables;
}
