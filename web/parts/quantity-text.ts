import type { WrittenEstimate } from '../../src/units/estimate.ts';
import { missing, printCarbon, printEnergy, printMoney } from '../../src/units/format.ts';
import type { FootprintUnit } from '../state/unit.ts';

type Num = number | null;

/** A value and the ends of its band as an estimate that can be printed. */
export function banded(value: Num, low: Num = null, high: Num = null): WrittenEstimate {
  return { value, low, high, unit: '', errors: {} };
}

/** A footprint in its unit: J, g or money as text. What is not known is a dash. */
export function footprintText(
  unit: FootprintUnit,
  value: WrittenEstimate | number | null,
  currency: string | null,
): string {
  if (value === null) return missing();
  if (unit === 'energy') return printEnergy(value);
  if (unit === 'co2') return printCarbon(value);
  return printMoney(value, currency ?? '');
}

/** A metric or a parameter: at most four digits that count, as listings print it. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return missing();
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value === true ? 'true' : 'false';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}
