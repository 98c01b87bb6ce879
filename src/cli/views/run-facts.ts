import type { RunRecord } from '../../book/run-record.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import { printIntensity } from '../../units/format.ts';
import { type Look, printOptions } from './look.ts';

/** The value of an estimate, or the middle of its bounds where it has none. */
export function middle({ value, low, high }: WrittenEstimate): number | null {
  if (value !== null) return value;
  return low === null || high === null ? null : (low + high) / 2;
}

/** How a run ended: `ok (exit 0)`, `interrupted (SIGINT)`, `stopped (--max-energy)`. */
export function outcomeOf(record: RunRecord): string {
  if (record.limit !== undefined) return `stopped (--${record.limit})`;
  const how = record.signal ?? (record.exitCode === null ? '' : `exit ${record.exitCode}`);
  return how === '' ? record.state : `${record.state} (${how})`;
}

/** Where the electricity came from and what it passed through: `France, 56 g/kWh in 2024, PUE 1.00`. */
export function carbonBasis(record: RunRecord, look: Look): string {
  const { intensity, pue } = record.carbon;
  const parts: string[] = [];
  if (intensity === null || intensity.zoneFrom === 'unknown') {
    parts.push('region unknown: give --region');
  } else {
    const guess = intensity.zoneFrom === 'time-zone' ? ' (guessed from the time zone)' : '';
    const year = intensity.year === undefined ? '' : ` in ${intensity.year}`;
    parts.push(
      `${intensity.zoneName}${guess}`,
      `${printIntensity(intensity.value, printOptions(look))}${year}`,
    );
  }
  if (pue !== null && pue.value !== null) parts.push(`PUE ${pue.value.toFixed(2)}`);
  return parts.join(', ');
}
