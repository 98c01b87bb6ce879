import { type FieldName, fieldOf, isTextField } from '../../book/filter-fields.ts';
import type { IndexRow } from '../../book/index-row.ts';
import { perWork } from '../../book/work-unit.ts';
import { unreachable } from '../../result.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import {
  missing,
  printCarbon,
  printEnergy,
  printIntensity,
  printMoney,
  type PrintOptions,
  printPower,
  printWater,
} from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { localTime } from './local-time.ts';
import { plainNumber } from './look.ts';

/** Both ends of the fields that are estimates: the band decides how many digits are shown. */
const ENDS: Partial<Record<FieldName, (row: IndexRow) => readonly [number | null, number | null]>> = {
  energy: (row) => [row.energyLowJ, row.energyHighJ],
  co2: (row) => [row.co2LowG, row.co2HighG],
  embodied: (row) => [row.embodiedLowG, row.embodiedHighG],
  water: (row) => [row.waterLowL, row.waterHighL],
  cost: (row) => [row.costLow, row.costHigh],
  per1kSamples: (row) => energyEnds(row, row.samplesDone),
  per1kTokens: (row) => energyEnds(row, row.tokensDone),
  per1kRequests: (row) => energyEnds(row, row.requestsDone),
  per1kSteps: (row) => energyEnds(row, row.stepsDone),
  perEpoch: (row) => energyEnds(row, row.epochsDone, 1),
};

function energyEnds(
  { energyLowJ, energyHighJ }: IndexRow,
  count: number | undefined,
  times?: number,
): readonly [number | null, number | null] {
  return [perWork(energyLowJ, count, times), perWork(energyHighJ, count, times)];
}

/** A field of a run as a listing prints it: a time as people say it, a quantity in its unit, what is missing as a dash. */
export function fieldCell(name: FieldName, row: IndexRow, nowMs: number, print: PrintOptions): string {
  if (name === 'zone.name') return row.zoneName ?? missing(print);
  const field = fieldOf(name);
  const value = field.get(row);
  if (isTextField(field) || typeof value === 'string') return value === null ? missing(print) : String(value);
  const [low, high] = ENDS[name]?.(row) ?? [null, null];
  const estimate: WrittenEstimate = { value, low, high, unit: '', errors: {} };
  if (value === null && low === null && high === null) return missing(print);
  switch (field.type) {
    case 'energy':
      return printEnergy(estimate, print);
    case 'mass':
      return printCarbon(estimate, print);
    case 'volume':
      return printWater(estimate, print);
    case 'power':
      return printPower(estimate, print);
    case 'intensity':
      return printIntensity(estimate, print);
    case 'duration':
      return printDuration(value, print);
    case 'time':
      return value === null ? missing(print) : localTime(value, nowMs);
    case 'number':
      if (name === 'cost') return printMoney(estimate, row.currency ?? '', print);
      return value === null ? missing(print) : plainNumber(value);
    default:
      return unreachable(field);
  }
}
