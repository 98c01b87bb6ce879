import { saidNumber } from '../../../src/report/statement/said.ts';
import type { WrittenEstimate } from '../../../src/units/estimate.ts';
import {
  carbonWithBand,
  energyWithBand,
  intensityWithBand,
  missing,
  moneyOnCard,
  powerWithBand,
  printCarbon,
  printEnergy,
  printIntensity,
  printMoney,
  printPower,
  printWater,
  waterOnCard,
} from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import type { Against, Row } from './comparison.ts';

/** A value with its band. */
export function valueText(value: WrittenEstimate | string | null, { kind }: Row): string {
  if (value === null) return missing();
  if (typeof value === 'string') return value;
  switch (kind) {
    case 'energy':
      return energyWithBand(value);
    case 'carbon':
      return carbonWithBand(value);
    case 'intensity':
      return intensityWithBand(value);
    case 'water':
      return waterOnCard(value);
    case 'money':
      return moneyOnCard(value, value.unit);
    case 'power':
      return powerWithBand(value);
    case 'duration':
      return printDuration(value.value);
    default:
      return value.value === null ? missing() : saidNumber(value.value);
  }
}

/** A difference with its sign. */
export function differenceText(against: Against, row: Row): string {
  return plainDifference(against, row).replace(/^-/, '−');
}

function plainDifference({ difference }: Against, { kind }: Row): string {
  const signed = { signed: true };
  const { value, unit } = difference;
  if (value === 0) return '0';
  switch (kind) {
    case 'energy':
      return printEnergy(difference, signed);
    case 'carbon':
      return printCarbon(difference, signed);
    case 'intensity':
      return printIntensity(difference, signed);
    case 'water':
      return printWater(difference, signed);
    case 'money':
      return printMoney(difference, unit, signed);
    case 'power':
      return printPower(difference, signed);
    case 'duration':
      return `${(value ?? 0) > 0 ? '+' : ''}${printDuration(value)}`;
    default:
      return value === null ? missing() : `${value > 0 ? '+' : ''}${saidNumber(value)}`;
  }
}

/** A ratio as a change: `▲ +12 %`, `▼ −38 %`, and from threefold on `▲ ×3.1`. */
export function changeText({ ratio: { value, low, high } }: Against): string {
  if (value === null) {
    return low === null || high === null ? missing() : `×${short(low)} to ×${short(high)}`;
  }
  if (!Number.isFinite(value)) return missing();
  if (value === 1) return '0 %';
  const sign = value > 1 ? '▲' : '▼';
  if (value >= 3 || value <= 0) return `${sign} ×${short(value)}`;
  const percent = Math.abs(value - 1) * 100;
  if (percent < 0.1) return `${sign} < 0.1 %`;
  return `${sign} ${value > 1 ? '+' : '−'}${Number(percent.toPrecision(percent < 10 ? 2 : 3))} %`;
}

/** Whether the difference is known to be one, in words; empty for what is exact. */
export function verdictText({ verdict }: Against, { kind }: Row): string {
  if (kind === 'number' || kind === 'duration') return '';
  if (verdict === 'clear') return 'clear';
  return verdict === 'unclear' ? '~ not clear' : verdict === 'same' ? 'same' : 'unknown';
}

function short(value: number): string {
  return String(Number(value.toPrecision(value >= 0.995 && value < 10 ? 3 : 2)));
}
