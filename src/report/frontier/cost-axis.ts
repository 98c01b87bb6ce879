import { type AxisUnit, axisUnit } from '../chart/axis-unit.ts';
import { linearTicks, logTicks, tickText } from '../chart/ticks.ts';
import {
  carbonWithBand,
  co2e,
  energyWithBand,
  type PrintOptions,
  printCarbon,
  printEnergy,
  printMoney,
  quantityOnCard,
} from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';

/** What stands on the x axis. */
export type CostKey = 'energy' | 'co2' | 'cost' | 'time';

/** An amount with its bounds, in the base unit: J, g, currency, s. */
export interface Amount {
  readonly cost: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** How a cost is named, printed and put on an axis. */
export interface CostAxis {
  readonly key: CostKey;
  /** In a sentence: `energy`. */
  readonly word: string;
  /** On the axis, without a unit. */
  readonly title: string;
  readonly unit: string;
  /** How its column is named in an export; values are in base units. */
  readonly column: string;
  readonly print: (value: number, options?: { readonly signed?: boolean }) => string;
  readonly withBand: (amount: Amount) => string;
  /** Units that ticks are round in, smallest first. */
  readonly unitOf: (value: number) => AxisUnit;
}

const written = ({ cost, low, high }: Amount, unit: string) => ({
  value: cost,
  low,
  high,
  unit,
  errors: {},
});

/**
 * The axis of a cost.
 *
 * @param currency of the amounts, where it is money.
 * @param look how amounts are printed.
 */
export function costAxis(key: CostKey, currency: string, look: PrintOptions = {}): CostAxis {
  switch (key) {
    case 'co2':
      return {
        key,
        word: 'carbon',
        title: `operational carbon, ${co2e(look)}`,
        unit: `g ${co2e(look)}`,
        column: 'co2e_g',
        print: (grams, options) => printCarbon(grams, { ...look, ...options }),
        withBand: (amount) => carbonWithBand(written(amount, 'g'), look),
        unitOf: (grams) => axisUnit('mass', grams),
      };
    case 'cost':
      return {
        key,
        word: 'money',
        title: 'cost of the electricity',
        unit: currency,
        column: `cost_${currency.toLowerCase()}`,
        print: (amount, options) => printMoney(amount, currency, { ...look, ...options }),
        withBand: (amount) => quantityOnCard(written(amount, currency), currency, look),
        unitOf: () => ({ symbol: currency, factor: 1 }),
      };
    case 'time':
      return {
        key,
        word: 'time',
        title: 'duration',
        unit: 's',
        column: 'duration_s',
        print: (seconds, options) =>
          `${options?.signed === true && seconds > 0 ? '+' : ''}${printDuration(seconds)}`,
        withBand: ({ cost }) => printDuration(cost),
        unitOf: timeUnit,
      };
    default:
      return {
        key,
        word: 'energy',
        title: 'energy at the wall',
        unit: 'Wh',
        column: 'energy_j',
        print: (joules, options) => printEnergy(joules, { ...look, ...options }),
        withBand: (amount) => energyWithBand(written(amount, 'J'), look),
        unitOf: (joules) => axisUnit('energy', joules),
      };
  }
}

const CLOSE = 6;

/** Ticks of a logarithmic axis in its base unit, round in the unit that prints them. */
export function costTicks(axis: CostAxis, low: number, high: number, count: number): readonly number[] {
  if (axis.key === 'time') {
    const inside = ROUND_TIMES.filter((seconds) => seconds >= low && seconds <= high);
    if (inside.length >= 2) return inside;
  }
  // Within a few times of each other round values lie evenly, not in powers of ten.
  if (high / low < CLOSE) {
    const unit = axis.unitOf(high).factor;
    return linearTicks(low / unit, high / unit, count).map((value) => value * unit);
  }
  // Units of energy are 3600 times a power of ten of the base unit, so round values are sought in one of them.
  const { factor } = axis.unitOf(high);
  return logTicks(low / factor, high / factor, count).map((value) => value * factor);
}

/** A tick with its unit: an axis that goes from milliwatt-hours to kilowatt-hours has none of its own. */
export function costTick(axis: CostAxis, value: number): string {
  const { factor, symbol } = axis.unitOf(value * (1 + 1e-9)); // what is 1 kWh but for rounding is no 1000 Wh
  return `${tickText(value / factor)} ${symbol}`;
}

/** On ticks a minute is a minute, where a whole axis would say 60 s. */
function timeUnit(seconds: number): AxisUnit {
  const whole = axisUnit('time', seconds * 3);
  return whole.factor <= seconds ? whole : axisUnit('time', seconds);
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const ROUND_TIMES: readonly number[] = [
  1e-3,
  1e-2,
  0.1,
  1,
  10,
  MINUTE,
  10 * MINUTE,
  HOUR,
  10 * HOUR,
  DAY,
  10 * DAY,
  100 * DAY,
  1000 * DAY,
];
