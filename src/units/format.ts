import { DIMENSIONS } from './dimensions.ts';
import { type Estimate, interval, type WrittenEstimate } from './estimate.ts';

/**
 * How numbers are printed, in the terminal, the dashboard and reports alike: auto-scaled so that what is not zero never
 * prints as zero; two significant digits where the value is known no better than ±5 %, else three; value and band share their decimals.
 */

/** A value to print: an estimate, one as written out, or a bare number. null is missing. */
export type Printable = Estimate | WrittenEstimate | number | null;

/** How to print. */
export interface PrintOptions {
  /** Unit of energy: scaled watt-hours (default) or scaled joules. */
  readonly unit?: 'Wh' | 'J';
  /** Only ASCII: `+-`, `-`, `u`. */
  readonly ascii?: boolean;
  /** Differences: lower bounds below zero are kept, and a plus sign is printed. */
  readonly signed?: boolean;
  /** Always both ends of the band, `172 kWh (163–182)`, also where it is even. */
  readonly ends?: boolean;
}

/** Symbols of one printed scale, smallest first, and how many base units each holds. */
interface Scale {
  readonly steps: readonly (readonly [symbol: string, factor: number])[];
  readonly base: string;
}

function scaleOf(units: Readonly<Record<string, number>>, symbols: readonly string[], base: string): Scale {
  return { base, steps: symbols.map((symbol) => [symbol, units[symbol] ?? 1] as const) };
}

const WATT_HOURS = scaleOf(DIMENSIONS.energy.units, ['µWh', 'mWh', 'Wh', 'kWh', 'MWh', 'GWh', 'TWh'], 'Wh');
const JOULES = scaleOf(DIMENSIONS.energy.units, ['mJ', 'J', 'kJ', 'MJ', 'GJ'], 'J');
const GRAMS = scaleOf(DIMENSIONS.mass.units, ['µg', 'mg', 'g', 'kg', 't', 'kt'], 'g');
const WATTS = scaleOf(DIMENSIONS.power.units, ['µW', 'mW', 'W', 'kW', 'MW', 'GW'], 'W');
const LITRES = scaleOf(
  { ...DIMENSIONS.volume.units, 'm³': DIMENSIONS.volume.units.m3 },
  ['nL', 'µL', 'mL', 'L', 'm³'],
  'L',
);
const INTENSITY: Scale = { base: 'g/kWh', steps: [['g/kWh', 1]] };
/** Below this a number is written with an exponent: so many zeros behind the point are read no better. */
const EXPONENT_BELOW = 1e-6;

/** Energy from J, without its band: `311 Wh`. */
export function printEnergy(joules: Printable, options: PrintOptions = {}): string {
  return plain(joules, energyScale(options), options);
}

/** Mass of CO2e from g, without its band: `9.6 g`. */
export function printCarbon(grams: Printable, options: PrintOptions = {}): string {
  return plain(grams, GRAMS, options);
}

/** Power from W: `312 W`. */
export function printPower(watts: Printable, options: PrintOptions = {}): string {
  return plain(watts, WATTS, options);
}

/** Carbon intensity from g/kWh: `31 g/kWh`. */
export function printIntensity(intensity: Printable, options: PrintOptions = {}): string {
  return plain(intensity, INTENSITY, options);
}

/** Water from L, without its band: `9.6 mL`. */
export function printWater(litres: Printable, options: PrintOptions = {}): string {
  return plain(litres, LITRES, options);
}

/** Money without its band: `0.072 EUR`. Never scaled: nobody counts in micro-euros. */
export function printMoney(amount: Printable, currency: string, options: PrintOptions = {}): string {
  return plain(amount, moneyScale(currency), options);
}

/** Energy with its band: `1.42 ± 0.09 kWh`, or `310 Wh (240–480)` where the band is skewed. */
export function energyWithBand(joules: Printable, options: PrintOptions = {}): string {
  return withBand(joules, energyScale(options), options);
}

/** Carbon with its band: `1.42 ± 0.09 kg`, or `9.6 g (7.1–12.8)`. */
export function carbonWithBand(grams: Printable, options: PrintOptions = {}): string {
  return withBand(grams, GRAMS, options);
}

/** Power with its band. */
export function powerWithBand(watts: Printable, options: PrintOptions = {}): string {
  return withBand(watts, WATTS, options);
}

/** Carbon intensity with its band. */
export function intensityWithBand(intensity: Printable, options: PrintOptions = {}): string {
  return withBand(intensity, INTENSITY, options);
}

/** Energy as on the card: `311 Wh  ±5%`, or with both ends where the band is skewed. */
export function energyOnCard(joules: Printable, options: PrintOptions = {}): string {
  return onCard(joules, energyScale(options), options);
}

/** Carbon as on the card: `9.6 g  ±4%` or `9.6 g (7.1–12.8)`. */
export function carbonOnCard(grams: Printable, options: PrintOptions = {}): string {
  return onCard(grams, GRAMS, options);
}

/** Water as on the card: `12 mL  ±5%` or `12 mL (9–17)`. */
export function waterOnCard(litres: Printable, options: PrintOptions = {}): string {
  return onCard(litres, LITRES, options);
}

/** Money as on the card: `0.072 EUR  ±5%` or `0.072 EUR (0.058–0.091)`. */
export function moneyOnCard(amount: Printable, currency: string, options: PrintOptions = {}): string {
  return onCard(amount, moneyScale(currency), options);
}

/** Power as on the card. */
export function powerOnCard(watts: Printable, options: PrintOptions = {}): string {
  return onCard(watts, WATTS, options);
}

/** Any other quantity as on the card, in its own unit and never scaled: `0.392 W/GB (0.2–0.65)`. */
export function quantityOnCard(value: Printable, unit: string, options: PrintOptions = {}): string {
  return onCard(value, { base: unit, steps: [[unit, 1]] }, options);
}

/** The missing value. */
export function missing(options: PrintOptions = {}): string {
  return options.ascii === true ? '-' : '—';
}

/** The unit of CO2e: `CO2e`, with its subscript where the terminal can show one. */
export function co2e(options: PrintOptions = {}): string {
  return options.ascii === true ? 'CO2e' : 'CO₂e';
}

/** The half width of the band in per cent: `±5%`; empty where there is none. */
export function printPercent(value: Printable, options: PrintOptions = {}): string {
  const relative = read(value, options).relative;
  if (relative === null || relative === 0) return '';
  return `${plusMinus(options)}${percentText(relative)}%`;
}

/** Width of a band up to which its two sides count as equal: their ratio in either direction. */
const SYMMETRIC_WITHIN = 1.25;
/** Relative half width from which two significant digits are enough. */
const COARSE_FROM = 0.05;

interface Read {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly relative: number | null;
}

function read(printable: Printable, options: PrintOptions): Read {
  if (printable === null || typeof printable === 'number')
    return { value: printable, low: null, high: null, relative: null };
  const { low, high } =
    'unit' in printable ? printable : interval(printable, { signed: options.signed === true });
  const { value } = printable;
  const relative =
    value === null || value === 0 || low === null || high === null
      ? null
      : (high - low) / 2 / Math.abs(value);
  return { value, low, high, relative };
}

function energyScale(options: PrintOptions): Scale {
  return options.unit === 'J' ? JOULES : WATT_HOURS;
}

function moneyScale(currency: string): Scale {
  return { base: currency, steps: [[currency, 1]] };
}

function plain(printable: Printable, scale: Scale, options: PrintOptions): string {
  const r = read(printable, options);
  if (r.value === null) return boundsOnly(r, scale, options);
  const digits = digitsFor(r);
  const step = stepFor(r.value, digits, scale);
  return `${sign(r.value, options)}${significant(r.value / step[1], digits)} ${symbol(step[0], options)}`;
}

function withBand(printable: Printable, scale: Scale, options: PrintOptions): string {
  const r = read(printable, options);
  if (r.value === null) return boundsOnly(r, scale, options);
  if (r.low === null || r.high === null || r.low === r.high) return plain(printable, scale, options);
  if (options.ends === true || !symmetric(r)) return bothEnds(r, scale, options);
  const half = (r.high - r.low) / 2;
  const step = stepFor(r.value, digitsFor(r), scale);
  const decimals = Math.max(
    decimalsFor(r.value / step[1], digitsFor(r)),
    decimalsFor(half / step[1], bandDigits(half / step[1])),
  );
  const exponent = isTiny(r.value / step[1], digitsFor(r));
  const [value, band] = [r.value, half].map((x) => fixed(x / step[1], decimals, digitsFor(r), exponent));
  const pm = options.ascii === true ? '+-' : '±';
  return `${sign(r.value, options)}${value} ${pm} ${band} ${symbol(step[0], options)}`;
}

function onCard(printable: Printable, scale: Scale, options: PrintOptions): string {
  const r = read(printable, options);
  if (r.value === null) return boundsOnly(r, scale, options);
  if (r.relative === null || r.relative === 0) return plain(printable, scale, options);
  if (options.ends === true || !symmetric(r)) return bothEnds(r, scale, options);
  return `${plain(printable, scale, options)}  ${plusMinus(options)}${percentText(r.relative)}%`;
}

function bothEnds(r: Read, scale: Scale, options: PrintOptions): string {
  const value = r.value ?? 0;
  const digits = digitsFor(r);
  const anchor = value === 0 ? Math.max(Math.abs(r.low ?? 0), Math.abs(r.high ?? 0)) : value;
  const step = stepFor(anchor, digits, scale);
  const decimals = decimalsFor(anchor / step[1], digits);
  const exponent = isTiny(anchor / step[1], digits);
  const [text, low, high] = [value, r.low ?? 0, r.high ?? 0].map((x) =>
    fixed(x / step[1], decimals, digits, exponent),
  );
  return `${sign(value, options)}${text} ${symbol(step[0], options)} (${low}${dash(options, r.low, exponent)}${high})`;
}

function boundsOnly(r: Read, scale: Scale, options: PrintOptions): string {
  if (r.low === null && r.high === null) return missing(options);
  const anchor = Math.max(Math.abs(r.low ?? 0), Math.abs(r.high ?? 0));
  const step = stepFor(anchor, 2, scale);
  const unit = symbol(step[0], options);
  const text = (x: number): string => significant(x / step[1], 2);
  if (r.low === null) return `${options.ascii === true ? '<=' : '≤'} ${text(r.high ?? 0)} ${unit}`;
  if (r.high === null) return `${options.ascii === true ? '>=' : '≥'} ${text(r.low)} ${unit}`;
  return `${text(r.low)}${dash(options, r.low)}${text(r.high)} ${unit}`;
}

function symmetric(r: Read): boolean {
  if (r.value === null || r.low === null || r.high === null) return false;
  const [down, up] = [r.value - r.low, r.high - r.value];
  if (down <= 0 || up <= 0) return down === up;
  return Math.max(down / up, up / down) <= SYMMETRIC_WITHIN;
}

/** One significant digit of the band is enough, two where it begins with a one: 0.09, but 16. */
function bandDigits(half: number): number {
  return half.toExponential(3).startsWith('1') ? 2 : 1;
}

function digitsFor(r: Read): number {
  if (r.value === 0) return 2;
  return r.relative !== null && r.relative >= COARSE_FROM ? 2 : 3;
}

/** The largest step in which the rounded value is at least 1. */
function stepFor(value: number, digits: number, scale: Scale): readonly [symbol: string, factor: number] {
  const base = scale.steps.find(([symbol]) => symbol === scale.base) ?? scale.steps[0];
  let best = scale.steps[0];
  if (best === undefined || base === undefined) throw new Error('a scale has no steps');
  if (value === 0) return base;
  for (const step of scale.steps) {
    if (Number(Math.abs(value / step[1]).toPrecision(digits)) >= 1) best = step;
  }
  return best;
}

/** Decimals that show `digits` significant digits of `value`; negative where whole digits are rounded away. */
function decimalsFor(value: number, digits: number): number {
  if (value === 0) return 0;
  const rounded = Math.abs(Number(value.toPrecision(digits)));
  return digits - 1 - Math.floor(Math.log10(rounded) + 1e-12);
}

function significant(value: number, digits: number, exponent = isTiny(value, digits)): string {
  if (value === 0) return '0';
  return fixed(value, decimalsFor(value, digits), digits, exponent);
}

/**
 * Rounds to a number of decimals (which may be negative); what would print as zero falls back to its own digits.
 *
 * @param exponent a value and its band are written in one form.
 */
function fixed(value: number, decimals: number, digits: number, exponent: boolean): string {
  if (value === 0) return '0';
  if (exponent) return value.toExponential(digits - 1);
  if (decimals <= 0) {
    const unit = 10 ** -decimals;
    const rounded = Math.round(value / unit) * unit;
    return rounded === 0 ? significant(value, 1, false) : `${rounded}`;
  }
  const text = value.toFixed(Math.min(decimals, 100));
  return Number(text) === 0 ? significant(value, 1) : text;
}

/** By what is printed, as the scale is: a number that was rounded before looks like the whole one. */
function isTiny(value: number, digits: number): boolean {
  return Number(Math.abs(value).toPrecision(digits)) < EXPONENT_BELOW;
}

function percentText(relative: number): string {
  const percent = relative * 100;
  if (percent >= 1) return `${Math.round(percent)}`;
  return percent >= 0.01 ? `${Number(percent.toPrecision(1))}` : '<0.01';
}

function sign(value: number, options: PrintOptions): string {
  return options.signed === true && value > 0 ? '+' : '';
}

function plusMinus(options: PrintOptions): string {
  return options.ascii === true ? '+-' : '±';
}

/** Between two ends. A hyphen beside the minus of an exponent or of a number would be read as one. */
function dash(options: PrintOptions, low: number | null, exponent = false): string {
  if ((low !== null && low < 0) || (exponent && options.ascii === true)) return ' to ';
  return options.ascii === true ? '-' : '–';
}

function symbol(text: string, options: PrintOptions): string {
  return options.ascii === true ? text.replace('µ', 'u').replace('³', '3') : text;
}
