import { DIMENSIONS } from '../../units/dimensions.ts';
import type { Derivation } from '../../units/derivation.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import {
  carbonOnCard,
  energyOnCard,
  powerOnCard,
  type PrintOptions,
  quantityOnCard,
  waterOnCard,
} from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';

const J_PER_KWH = DIMENSIONS.energy.units.kWh;
/** A year, as lifetimes are told, s. */
const YEAR_S = 365.2425 * 86_400;

/** The number of a figure with its interval and unit; empty where it has none. */
export function figureText(figure: Derivation, options: PrintOptions): string {
  const { value, low, high, unit } = figure;
  if (value === null && low === null && high === null) return '';
  const w: WrittenEstimate = { value, low, high, unit, errors: {} };
  switch (unit) {
    case 'J':
      return energyOnCard(w, options);
    case 'kWh':
      return energyOnCard(inJoules(w), options);
    case 'g':
      return carbonOnCard(w, options);
    case 'W':
      return powerOnCard(w, options);
    case 'L':
      return waterOnCard(w, options);
    case 's':
      return value !== null && value >= YEAR_S
        ? quantityOnCard({ ...w, value: value / YEAR_S, low: null, high: null }, 'years', options)
        : printDuration(value, options);
    case '1':
      return numberText(w, options);
    default:
      return isCount(w) ? `${value} ${unit}`.trim() : quantityOnCard(w, unit, options);
  }
}

function inJoules({ value, low, high, errors }: WrittenEstimate): WrittenEstimate {
  const joules = (kwh: number | null): number | null => (kwh === null ? null : kwh * J_PER_KWH);
  return { value: joules(value), low: joules(low), high: joules(high), unit: 'J', errors };
}

/** What was counted, or given without an error, is told as it was counted. */
function isCount({ value, low, high }: WrittenEstimate): boolean {
  return (
    value !== null && Number.isInteger(value) && Math.abs(value) < 1e9 && low === value && high === value
  );
}

/** A factor around 1 is its band alone: `±7%`. */
function numberText(w: WrittenEstimate, options: PrintOptions): string {
  const { value, low, high } = w;
  if (value === 1 && low !== null && high !== null && low < high) return bandText(low, high, options);
  if (isCount(w)) return `${value}`;
  return quantityOnCard(w, '', options).replace(/ {2,}/, ' ').trim();
}

/** The ends of a band around 1: `±7%`, `−30% to +61%`. */
export function bandText(low: number, high: number, options: PrintOptions): string {
  const percent = (part: number): string => `${Number((part * 100).toPrecision(2))}%`;
  const [down, up] = [1 - low, high - 1];
  const isEven = Math.abs(down - up) <= 1e-9;
  const [plusMinus, minus] = options.ascii === true ? ['+-', '-'] : ['±', '−'];
  if (isEven) return `${plusMinus}${percent(up)}`;
  return `${down > 0 ? minus : ''}${percent(down)} to ${up > 0 ? '+' : ''}${percent(up)}`;
}
