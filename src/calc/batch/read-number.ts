import { parseDuration } from '../../units/quantity.ts';
import { type RowDimension, spelledMilli, unitFactor } from './unit-words.ts';

const NUMBER =
  /^[~≈<>]?\s*([+-]?(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i;

/** `0,429` and `1,5`: no thousands are grouped so, and the comma is a decimal one. `1,125` stays a thousand. */
const DECIMAL_COMMA = /^([~≈<>]?\s*[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,})))(?![\d.,])/;

/** `1 082 990` and `1'082'990`. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:[ '’]\d{3})+(?![\d])/;

/** `1.082.990` and `1.234,5`; `1.234` alone is a decimal. */
const GROUPED_BY_POINTS = /^[+-]?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d+)(?![\d.,])/;

const ABOUT = /^(?:approx(?:\.|imately)?|about|circa|ca\.?|roughly|around|nearly|some)\s+|^[~≈]\s*/i;
const SPREAD = /\s*(?:±|\+\/-)\s*\d+(?:[.,]\d+)?/;

/** What stands in brackets: a unit, or an aside. */
const BRACKETS = /\s*[([]([^()[\]]*)[)\]]\s*$/;

/** `3.14 × 10^23`. */
const POWER_OF_TEN = /\s*[x×*·]\s*10\s*(?:\^|\*\*)\s*\{?([+-]?\d{1,3})\}?/i;

/** What is counted, behind a number: `8 GPUs`. */
const COUNTED =
  /^(gpus?|tpus?|chips?|accelerators?|devices?|cards?|processors?|cpus?|sockets?|cores?|nodes?|servers?|machines?|parameters?|params?|tokens?|steps?|iterations?|epochs?|runs?|seeds?|trials?|queries|requests)$/;

/** A number as a row writes it, with the factor of the unit that stood behind it. */
export interface RowNumber {
  readonly value: number;
  /** A unit of its own was written, so that of the key does not apply. */
  readonly hasUnit: boolean;
}

/**
 * Reads `1,082,990`, `3.3M`, `80 %`, `400 W`, `0.43 kg/kWh`, `3.3 days`; undefined where it is no number or the unit is of another kind.
 */
export function readNumber(value: unknown, dimension: RowDimension): RowNumber | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? { value, hasUnit: false } : undefined;
  if (typeof value !== 'string') return undefined;
  const inBrackets = BRACKETS.exec(value);
  if (inBrackets !== null)
    return (
      readNumber(value.replace(BRACKETS, ' $1'), dimension) ??
      readNumber(value.replace(BRACKETS, ''), dimension)
    );
  const span = dimension === 'hours' ? spanHours(value.trim()) : undefined;
  if (span !== undefined) return { value: span, hasUnit: true };
  const match = NUMBER.exec(plainNumber(value));
  if (match === null) return undefined;
  const number = Number((match[1] ?? '').replaceAll(/[,_]/g, ''));
  const said = unitWord(match[2] ?? '');
  const unit = dimension === 'number' ? said.replace(/(^|_)([a-z]+)$/, withoutCounted) : said;
  if (unit === '') return { value: number, hasUnit: false };
  const factor = unitFactor(dimension, unit);
  if (factor !== undefined) return { value: scaled(number, factor), hasUnit: true };
  // `1.46M` GPU hours, `3.9 M h`: a number of hours, still in the key's unit.
  const [first = '', ...rest] = unit.split('_');
  const big = unitFactor('number', first);
  if (big === undefined || dimension === 'number') return undefined;
  const inner = rest.length === 0 ? undefined : unitFactor(dimension, rest.join('_'));
  if (rest.length > 0 && inner === undefined) return undefined;
  return { value: number * big * (inner ?? 1), hasUnit: inner !== undefined };
}

/** With a decimal point and an exponent, as JavaScript writes them; `36 ± 2 h` is 36 h, and `700 W (TDP)` 700 W. */
function plainNumber(text: string): string {
  return text
    .replace(POWER_OF_TEN, 'e$1')
    .normalize('NFKC')
    .trim()
    .replace(ABOUT, '')
    .replace(SPREAD, '')
    .replace(GROUPED, (number) => number.replaceAll(/[ '’]/g, ''))
    .replace(GROUPED_BY_POINTS, (number) => number.replaceAll('.', '').replace(',', '.'))
    .replace(DECIMAL_COMMA, (number) => number.replace(',', '.'));
}

function withoutCounted(word: string, _: string, noun: string): string {
  return COUNTED.test(noun) ? '' : word;
}

/** A hundredth has no exact form; a division by a hundred gives the nearest number: 70 % is 0.7. */
export function scaled(value: number, factor: number): number {
  return factor === 0.01 ? value / 100 : value * factor;
}

/** The number of a text and the word behind it, whatever it is: `24.6 TFLOPS`; undefined where it is not both. */
export function numberAndWord(
  value: unknown,
): { readonly number: number; readonly word: string } | undefined {
  const match = typeof value === 'string' ? NUMBER.exec(plainNumber(value.replace(BRACKETS, ''))) : null;
  const word = unitWord(match?.[2] ?? '');
  if (match === null || word === '') return undefined;
  const number = Number((match[1] ?? '').replaceAll(/[,_]/g, ''));
  const [first = '', ...rest] = word.split('_');
  const big = unitFactor('number', first);
  return big === undefined || rest.length === 0
    ? { number, word }
    : { number: number * big, word: rest.join('_') };
}

/** Time of several units: `12:30:00`, `1d 6h`, `5 hours, 30 minutes`, `PT72H`. */
function spanHours(text: string): number | undefined {
  const clock = clockHours(text);
  if (clock !== undefined) return clock;
  const isIso = /^P(?=[\dT])[\dDTHMS.]+$/.test(text);
  if (!isIso && !/\d\s*[dhm]\D*\d/i.test(text)) return undefined;
  const parts = isIso ? text.replaceAll(/[PT]/g, '').toLowerCase() : text.replaceAll(/,\s+|\sand\s/g, ' ');
  const duration = parseDuration(parts);
  return duration.ok ? duration.value / 3600 : undefined;
}

/** `12:30:00` is twelve and a half hours; `h:mm` is not guessed apart from `mm:ss`. */
function clockHours(text: string): number | undefined {
  const match = /^(?:(\d+)-)?(\d+):([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/.exec(text);
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(days) * 24 + Number(hours) + Number(minutes) / 60 + Number(seconds) / 3600;
}

/** `kgCO2e/kWh`, `kg of CO2-equivalent per kWh` and `kgCO2e kWh-1` as a key would have it: `kgco2e_per_kwh`. */
export function unitWord(text: string): string {
  return spelledMilli(text)
    .toLowerCase()
    .replaceAll('₂', '2')
    .replaceAll(/equivalents?|equiv\b/g, 'eq')
    .replaceAll(/\bof\b/g, ' ')
    .replaceAll(/per cent/g, 'percent')
    .replaceAll(/[\s.·*]([kmg]?wh)\^?-1$/g, '_per_$1')
    .replaceAll('/', '_per_')
    .replaceAll(/[\s.·*-]+/g, '_')
    .replaceAll(/_+/g, '_')
    .replaceAll(/^_|_$/g, '');
}
