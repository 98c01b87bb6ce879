/** A value at a moment. */
export interface TimedValue {
  readonly atMs: number;
  readonly value: number;
}

/** One cell: hour of the day by day of the week (0 is Monday). */
export interface HeatCell {
  readonly day: number;
  readonly hour: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const HOUR_MS = 3_600_000;

/**
 * Means by hour of the day and day of the week, on the clock of a place.
 *
 * @param offsetMin minutes that this clock is ahead of UTC at a moment.
 */
export function heatCells(
  values: readonly TimedValue[],
  offsetMin: (atMs: number) => number,
): readonly HeatCell[] {
  const cells = new Map<number, { sum: number; low: number; high: number; count: number }>();
  for (const { atMs, value } of values) {
    const local = new Date(atMs + offsetMin(atMs) * 60_000);
    const key = ((local.getUTCDay() + 6) % 7) * 24 + local.getUTCHours();
    const cell = cells.get(key) ?? { sum: 0, low: value, high: value, count: 0 };
    cells.set(key, {
      sum: cell.sum + value,
      low: Math.min(cell.low, value),
      high: Math.max(cell.high, value),
      count: cell.count + 1,
    });
  }
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([key, { sum, low, high, count }]) => ({
      day: Math.floor(key / 24),
      hour: key % 24,
      mean: sum / count,
      low,
      high,
      count,
    }));
}

/** The hours in a row that are cleanest together, for something that lasts so long; undefined where too few are known. */
export function bestWindow(
  hours: readonly TimedValue[],
  durationH: number,
): { readonly fromMs: number; readonly mean: number; readonly now: number } | undefined {
  const length = Math.max(1, Math.ceil(durationH));
  const meanFrom = (start: number): number | undefined => {
    const part = hours.slice(start, start + length);
    const isWhole =
      part.length === length && part.every((hour, i) => hour.atMs === (part[0]?.atMs ?? 0) + i * HOUR_MS);
    return isWhole ? part.reduce((sum, { value }) => sum + value, 0) / length : undefined;
  };
  const now = meanFrom(0);
  if (now === undefined) return undefined;
  let best = { fromMs: hours[0]?.atMs ?? 0, mean: now };
  for (let start = 1; start + length <= hours.length; start++) {
    const mean = meanFrom(start);
    if (mean !== undefined && mean < best.mean) best = { fromMs: hours[start]?.atMs ?? 0, mean };
  }
  return { ...best, now };
}
