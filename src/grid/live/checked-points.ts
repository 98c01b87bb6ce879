import { err, ok, type Result } from '../../result.ts';
import type { LivePoint, Period, PointKind } from './grid-source.ts';

/** A figure as a service wrote it. */
export interface RawPoint {
  readonly fromMs: number | undefined;
  readonly toMs: number;
  readonly value: unknown;
  readonly kind: PointKind;
}

/** The points of an answer that can be used, and the periods that it has none for. */
export interface CheckedPoints {
  readonly points: readonly LivePoint[];
  readonly empty: readonly Period[];
}

const RANK: Readonly<Record<PointKind, number>> = { measured: 0, estimated: 1, forecast: 2 };

/**
 * Checks the figures of an answer: a null is a period without a figure; what has no time, is no number or is not believable spoils the answer, for then
 * its other figures are not understood either.
 *
 * @param factor from the service's unit to g/kWh.
 * @returns points in order that do not overlap, or why the answer is not believed.
 */
export function checkedPoints(
  raw: readonly RawPoint[],
  [lowest, highest]: readonly [number, number],
  factor = 1,
): Result<CheckedPoints, string> {
  const points: LivePoint[] = [];
  const empty: Period[] = [];
  for (const { fromMs, toMs, value, kind } of raw) {
    if (fromMs === undefined) return err('a figure has no time that can be read');
    if (value === null || value === undefined) {
      empty.push({ fromMs, toMs });
      continue;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) return err('a figure is no number');
    const gPerKwh = value * factor;
    if (gPerKwh < lowest || gPerKwh > highest) {
      const shown = Number(gPerKwh.toPrecision(4));
      return err(`${shown} g/kWh is no carbon intensity of a grid: its unit may be another`);
    }
    points.push({ fromMs, toMs, gPerKwh, kind });
  }
  return ok({ points: inOrder(points), empty });
}

/** Sorts points, keeps the best known one of each beginning and ends each where the next begins. */
export function inOrder<T extends LivePoint>(points: readonly T[]): readonly T[] {
  const sorted = [...points].sort((a, b) => a.fromMs - b.fromMs || RANK[a.kind] - RANK[b.kind]);
  const first = sorted.filter((point, i) => i === 0 || point.fromMs !== sorted[i - 1]?.fromMs);
  return first.map((point, i) => {
    const next = first[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    return point.toMs > next ? { ...point, toMs: next } : point;
  });
}

/** Points of two answers: where they speak of the same time, the better known figure, else the newer answer. */
export function joined<T extends LivePoint>(newer: readonly T[], older: readonly T[]): readonly T[] {
  const better = older.filter(
    (point) =>
      !newer.some(
        (other) =>
          other.fromMs < point.toMs && point.fromMs < other.toMs && RANK[other.kind] <= RANK[point.kind],
      ),
  );
  const kept = newer.filter(
    (point) => !better.some((other) => other.fromMs < point.toMs && point.fromMs < other.toMs),
  );
  return inOrder([...kept, ...better]);
}
