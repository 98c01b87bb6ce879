/** Which columns of a table hold what. */
export interface Columns {
  /** One column, or two of which the first is the date. */
  readonly time: readonly number[];
  readonly power: number;
  /** Watts in one of its units. */
  readonly wattsPerUnit: number;
}

const POWER_NAME = /power|watt|leistung|puissance|potencia|wirkleistung/i;
const ENERGY_OR_APPARENT =
  /\b[kM]?Wh\b|\bk?VA\b|\bk?var\b|energy|energie|apparent|schein|reactive|factor|limit/i;
const TIME_NAME =
  /^(time|timestamp|datetime|date.?time|zeit|zeitstempel|ts|epoch|unix.*|elapsed.*|seconds?|t)\b|last_changed|(^|[_ ])time([_ ]|$)/i;
const DATE_NAME = /^(date|datum)\b/i;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/(?:^|[^a-z])mW(?:[^a-z]|$)|milliwatt/, 1e-3],
  [/(?:^|[^a-z])[kK]W(?:[^a-z]|$)|kilowatt/, 1e3],
];

/**
 * Finds the columns of time and power in a heading; undefined where one of them is not there, or where several columns may be the power.
 */
export function columnsOf(heading: readonly string[]): Columns | undefined {
  const powers = heading.flatMap((name, k) => (isPower(name) ? [k] : []));
  // Several that name power: the one that is in watts by its unit, if only one is.
  const named =
    powers.length > 1 ? powers.filter((k) => /[([_ ][mkK]?W[)\]]?$/.test(heading[k] ?? '')) : powers;
  const [power] = named;
  if (power === undefined || named.length > 1) return undefined;
  const date = heading.findIndex((name) => DATE_NAME.test(name));
  const time = heading.findIndex((name, k) => k !== date && k !== power && TIME_NAME.test(name));
  const unnamed = heading[0] === '' && power !== 0 ? [0] : [];
  const both = [date, time].filter((k) => k >= 0);
  const columns = both.length > 0 ? both : unnamed;
  return columns.length === 0
    ? undefined
    : { time: columns, power, wattsPerUnit: wattsPerUnit(heading[power] ?? '') };
}

/** Watts in the unit that a heading names; 1 where it names none. */
export function wattsPerUnit(heading: string): number {
  return UNITS.find(([pattern]) => pattern.test(heading))?.[1] ?? 1;
}

function isPower(name: string): boolean {
  if (ENERGY_OR_APPARENT.test(name.replace(/_/g, ' '))) return false;
  return POWER_NAME.test(name) || /(?:^|[([_ ])[mkK]?W[)\]]?$/.test(name);
}
