/**
 * A month so many later.
 *
 * @example
 * shiftMonth('2026-01', -1) // '2025-12'
 */
export function shiftMonth(key: string, by: number): string {
  const [year = 0, month = 1] = key.split('-').map(Number);
  const at = new Date(Date.UTC(year, month - 1 + by, 1));
  return at.toISOString().slice(0, 7);
}
