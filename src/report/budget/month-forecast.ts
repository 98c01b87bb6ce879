import { studentTQuantile } from '../../stats/student-t.ts';

/** What will have been used at the end of the month, and the 90 % interval of that. */
export interface MonthForecast {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Fewest whole days from which a month is foretold. */
export const FEWEST_DAYS = 3;

/** What is known on one day of the month. */
export interface Progress {
  /** Used since the month began. */
  readonly spent: number;
  /** What runs that are alive will yet use, as far as runs of the same command tell. */
  readonly inFlight: number;
  /** Days of the month that are left, the rest of today included. */
  readonly daysLeft: number;
}

/**
 * What the month will come to if its other days are as those before: their mean for each day that is left, at least what is in flight. The interval is
 * Student's t for a sum of so many days to come, whose scatter and whose unknown mean both count: s·√(m + m²/n)
 * (docs/methodology/budget.md).
 *
 * @param days what each whole day before today came to, at most the last four weeks.
 * @returns undefined with fewer than three days.
 *
 * @example
 * monthForecast([2, 2, 2], { spent: 10, inFlight: 0, daysLeft: 4 }) // { value: 18, low: 18, high: 18 }
 */
export function monthForecast(days: readonly number[], progress: Progress): MonthForecast | undefined {
  const { spent, inFlight, daysLeft } = progress;
  const n = days.length;
  if (n < FEWEST_DAYS) return undefined;
  const mean = days.reduce((sum, day) => sum + day, 0) / n;
  const variance = days.reduce((sum, day) => sum + (day - mean) ** 2, 0) / (n - 1);
  const half = studentTQuantile(0.95, n - 1) * Math.sqrt(variance * (daysLeft + daysLeft ** 2 / n));
  const least = spent + inFlight;
  const toCome = Math.max(inFlight, mean * daysLeft);
  return {
    value: spent + toCome,
    low: Math.max(least, spent + toCome - half),
    high: spent + toCome + half,
  };
}
