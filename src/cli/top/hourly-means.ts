import type { LivePoint } from '../../grid/live/grid-source.ts';
import type { AheadReading } from './reading.ts';

const HOUR_MS = 3_600_000;

/** Means of whole hours, g CO2e/kWh, each point by the time that it lasts within the hour. */
export function hourlyMeans(points: readonly LivePoint[]): AheadReading['hours'] {
  const hours = new Map<number, { grams: number; ms: number }>();
  for (const { fromMs, toMs, gPerKwh } of points) {
    for (let atMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; atMs < toMs; atMs += HOUR_MS) {
      const ms = Math.min(toMs, atMs + HOUR_MS) - Math.max(fromMs, atMs);
      const hour = hours.get(atMs) ?? { grams: 0, ms: 0 };
      hours.set(atMs, { grams: hour.grams + gPerKwh * ms, ms: hour.ms + ms });
    }
  }
  return [...hours].sort(([a], [b]) => a - b).map(([atMs, { grams, ms }]) => ({ atMs, gPerKwh: grams / ms }));
}
