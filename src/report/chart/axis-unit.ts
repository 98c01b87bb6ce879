import { DIMENSIONS } from '../../units/dimensions.ts';

/** A unit that a whole axis is written in, and how many base units (J, W, g, s) it holds. */
export interface AxisUnit {
  readonly symbol: string;
  readonly factor: number;
}

const { energy, power, mass } = DIMENSIONS;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const SCALES: Readonly<Record<'energy' | 'power' | 'mass' | 'time', readonly AxisUnit[]>> = {
  energy: scaleOf(energy.units, ['µWh', 'mWh', 'Wh', 'kWh', 'MWh', 'GWh']),
  power: scaleOf(power.units, ['µW', 'mW', 'W', 'kW', 'MW']),
  mass: scaleOf(mass.units, ['µg', 'mg', 'g', 'kg', 't', 'kt']),
  time: [
    { symbol: 's', factor: 1 },
    { symbol: 'min', factor: MINUTE },
    { symbol: 'h', factor: HOUR },
    { symbol: 'd', factor: DAY },
  ],
};

function scaleOf(units: Readonly<Record<string, number>>, symbols: readonly string[]): readonly AxisUnit[] {
  return symbols.map((symbol) => ({ symbol, factor: units[symbol] ?? 1 }));
}

/** From so many of the next smaller unit on an axis goes over to the next: 180 s are read as well as 3 min. */
const TIME_REACH = 3;

/**
 * The unit in which the largest value of an axis is at least 1.
 *
 * @example
 * axisUnit('energy', 7200).symbol // 'Wh'
 */
export function axisUnit(dimension: keyof typeof SCALES, largest: number): AxisUnit {
  const steps = SCALES[dimension];
  const reach = dimension === 'time' ? TIME_REACH : 1;
  const fitting = steps.findLast(({ factor }) => Math.abs(largest) >= factor * reach);
  return fitting ?? steps[0] ?? { symbol: '', factor: 1 };
}
