import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { type Dimension, DIMENSIONS, type KnownUnit, unitOf } from './dimensions.ts';

const NUMBER = String.raw`[+-]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const QUANTITY = new RegExp(`^(${NUMBER})\\s*(.*)$`, 'i');
const PART = new RegExp(`\\s*(${NUMBER})\\s*([a-zµμ]+)\\s*`, 'iy');
const CLOCK = /^(?:(\d+)-)?(\d+):([0-5]?\d)(?::([0-5]?\d(?:\.\d+)?))?$/;

/** What a parser may be told. */
export interface QuantityOptions {
  /** What asked for the quantity, e.g. `--max-energy`; begins the message. */
  readonly label?: string;
  /** Whether there may be none of it; `0` needs no unit then. */
  readonly zero?: 'allowed';
}

/** Reads an energy, J. A bare number is refused: joules and kilowatt-hours are too far apart to guess.
 *
 * @example
 * parseEnergy('2 kWh') // { ok: true, value: 7200000 }
 */
export function parseEnergy(text: string, options: QuantityOptions = {}): Result<number> {
  return amountOf(text, 'energy', options);
}

/** Reads a mass of CO2e, g. `10gCO2e` and `10 g` are the same. */
export function parseMass(text: string, options: QuantityOptions = {}): Result<number> {
  return amountOf(text, 'mass', options);
}

/** Reads a power, W. */
export function parsePower(text: string, options: QuantityOptions = {}): Result<number> {
  return positive(parseUnit(text, 'power', options), text, 'power', options);
}

/** Reads a volume of water, L. */
export function parseVolume(text: string, options: QuantityOptions = {}): Result<number> {
  return positive(parseUnit(text, 'volume', options), text, 'volume', options);
}

/** Reads a duration, s: `90`, `90s`, `1h30m`, `2 days`, `250ms`, and clock forms as Slurm has them: `mm:ss`, `h:mm:ss`, `d-h:mm:ss`. */
export function parseDuration(text: string, options: QuantityOptions = {}): Result<number> {
  return positive(durationOf(text.trim(), options), text, 'duration', options);
}

/** Reads a carbon intensity, g CO2e/kWh; a bare number is in g/kWh. Zero is allowed, e.g. for one's own solar roof. */
export function parseIntensity(text: string, options: QuantityOptions = {}): Result<number> {
  const bare = bareNumber(text.trim());
  const parsed = bare === undefined ? parseUnit(text, 'intensity', options) : ok(bare);
  if (!parsed.ok) return parsed;
  if (parsed.value < 0 || !Number.isFinite(parsed.value))
    return refuse(text, 'intensity', options, 'is below zero or not finite');
  return parsed;
}

function parseUnit(text: string, wanted: Dimension, options: QuantityOptions): Result<number> {
  const trimmed = text.trim();
  const match = QUANTITY.exec(trimmed);
  if (match === null) return refuse(text, wanted, options, 'does not begin with a number');
  const number = numberOf(match[1] ?? '');
  const unitText = match[2] ?? '';
  if (unitText === '') return err(withoutUnit(trimmed, wanted, options));
  const unit = unitOf(unitText);
  if (unit === undefined) return err(unknownUnit(trimmed, unitText, wanted, options));
  if (unit.dimension !== wanted) return err(otherDimension(trimmed, number, unit, wanted, options));
  return ok(number * unit.factor);
}

function durationOf(text: string, options: QuantityOptions): Result<number> {
  const bare = bareNumber(text);
  if (bare !== undefined) return ok(bare);
  const clock = CLOCK.exec(text);
  if (clock !== null) {
    const [, days = '0', first = '0', second = '0', third] = clock;
    const hms =
      third === undefined && clock[1] === undefined ? ['0', first, second] : [first, second, third ?? '0'];
    return ok(Number(days) * 86_400 + Number(hms[0]) * 3600 + Number(hms[1]) * 60 + Number(hms[2]));
  }
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const match = PART.exec(text);
    if (match === null) return parseUnit(text, 'duration', options);
    const unit = unitOf(match[2] ?? '');
    if (unit?.dimension !== 'duration') return parseUnit(text, 'duration', options);
    total += numberOf(match[1] ?? '') * unit.factor;
  }
  return text === '' ? refuse(text, 'duration', options, 'is empty') : ok(total);
}

function bareNumber(text: string): number | undefined {
  const match = QUANTITY.exec(text);
  return match !== null && match[2] === '' ? numberOf(match[1] ?? '') : undefined;
}

function numberOf(text: string): number {
  return Number(text.replaceAll('_', ''));
}

function amountOf(text: string, wanted: Dimension, options: QuantityOptions): Result<number> {
  const isNone = options.zero === 'allowed' && bareNumber(text.trim()) === 0;
  return positive(isNone ? ok(0) : parseUnit(text, wanted, options), text, wanted, options);
}

function positive(
  parsed: Result<number>,
  text: string,
  wanted: Dimension,
  options: QuantityOptions,
): Result<number> {
  if (!parsed.ok) return parsed;
  if (!Number.isFinite(parsed.value)) return refuse(text, wanted, options, 'is not finite');
  if (options.zero === 'allowed')
    return parsed.value < 0 ? refuse(text, wanted, options, 'is below zero') : parsed;
  if (parsed.value <= 0) return refuse(text, wanted, options, 'is not above zero');
  return parsed;
}

function heading(text: string, options: QuantityOptions): string {
  return options.label === undefined ? `"${text}"` : `${options.label} ${text}`;
}

function refuse(
  text: string,
  wanted: Dimension,
  options: QuantityOptions,
  why: string,
): { readonly ok: false; readonly error: Problem } {
  const { noun, example } = DIMENSIONS[wanted];
  const comma = /^\s*\d+,\d+/.test(text) ? ' Decimals take a point.' : '';
  return err(
    problem(
      'E_QUANTITY',
      `${heading(text, options)}: ${noun} is asked for`,
      `"${text.trim()}" ${why}.`,
      `Write ${noun} such as \`${example}\`.${comma}`,
    ),
  );
}

function withoutUnit(text: string, wanted: Dimension, options: QuantityOptions): Problem {
  const { noun, units } = DIMENSIONS[wanted];
  const offers: Partial<Record<Dimension, readonly string[]>> = {
    energy: ['J', 'Wh', 'kWh'],
    mass: ['g', 'kg'],
    power: ['W', 'kW'],
    volume: ['L', 'mL'],
  };
  const some = offers[wanted] ?? Object.keys(units).slice(0, 3);
  return problem(
    'E_QUANTITY',
    `${heading(text, options)}: ${noun} without a unit`,
    `A bare number could mean ${some.join(' or ')}.`,
    `Say which: ${some.map((unit) => `\`${text} ${unit}\``).join(', ')}.`,
  );
}

function unknownUnit(text: string, unitText: string, wanted: Dimension, options: QuantityOptions): Problem {
  const { noun, example, units } = DIMENSIONS[wanted];
  const comma = /^,\d/.test(unitText) ? ' Decimals take a point.' : '';
  return problem(
    'E_QUANTITY',
    `${heading(text, options)}: "${unitText}" is no unit of ${noun.replace(/^an? /, '')}`,
    `Known units: ${Object.keys(units).join(', ')} (m is milli, M is mega).`,
    `Write ${noun} such as \`${example}\`.${comma}`,
  );
}

/** The unit that was probably meant where power and energy are confused. */
const MEANT: Readonly<Record<string, string>> = {
  W: 'Wh',
  mW: 'mWh',
  kW: 'kWh',
  MW: 'MWh',
  GW: 'GWh',
  Wh: 'W',
  mWh: 'mW',
  kWh: 'kW',
  MWh: 'MW',
  GWh: 'GW',
};

function otherDimension(
  text: string,
  number: number,
  unit: KnownUnit,
  wanted: Dimension,
  options: QuantityOptions,
): Problem {
  const asked = DIMENSIONS[wanted];
  const meant = MEANT[unit.symbol];
  const fits = meant !== undefined && meant in asked.units;
  return problem(
    'E_QUANTITY',
    `${heading(text, options)}: ${text} is ${DIMENSIONS[unit.dimension].noun}, ${asked.noun} is asked for`,
    unit.dimension === 'power' && wanted === 'energy'
      ? 'A power is how fast energy is used; an energy is what is used in all.'
      : `Units of ${asked.noun.replace(/^an? /, '')}: ${Object.keys(asked.units).join(', ')}.`,
    `Write ${asked.noun} such as \`${fits ? `${number} ${meant}` : asked.example}\`.`,
  );
}
