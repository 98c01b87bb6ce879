import type { RunRecord } from '../../book/run-record.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';

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
