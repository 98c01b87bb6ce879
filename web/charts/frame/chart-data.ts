import type { FigureTable } from '../../../src/report/chart/figure.ts';

/** A point of a chart that a reader can stand on. */
export interface ChartPoint {
  /** What is said of it, e.g. `gpu:0, 12 min: 241 W`. */
  readonly text: string;
  /** Where it lies in the plot, as parts of its width and height from the top left. Without it no tooltip is shown, but it is said. */
  readonly at?: readonly [x: number, y: number];
  /** Where Enter and a click lead to. */
  readonly href?: string;
}

/** Points of one kind in the order in which the arrow keys go through them. */
export interface ChartSeries {
  readonly name: string;
  /** How many there are, and the n-th of them: a series of thousands is not made to be walked once. */
  readonly count: number;
  readonly point: (n: number) => ChartPoint;
}

/** Points that are there already as a series. */
export function seriesOf(name: string, points: readonly ChartPoint[]): ChartSeries {
  return { name, count: points.length, point: (n) => points[n] ?? { text: '' } };
}

/** Cells of a complete export; null is missing. */
export type DataCell = string | number | null;

/** All data of a chart, not what is drawn of them: units stand in the names of the columns (`energy_wh`). */
export type CompleteData =
  | { readonly columns: readonly string[]; readonly rows: () => readonly (readonly DataCell[])[] }
  | {
      /** The server streams it: path of the API, e.g. `/runs/ID/samples.csv`. */
      readonly csv: string;
      readonly json?: string;
    };

/** The table twin, made when it is shown. */
export type TableOf = () => FigureTable;

/** Where a reader stands in a chart. */
export interface Cursor {
  readonly series: number;
  readonly point: number;
}

/** Points of a series from one to another, both with it. */
export type Stretch = readonly [from: number, to: number];

const PAGE = 10;

/**
 * Where a key leads to: ←/→ by a point, PgUp/PgDn by ten, Home/End to the ends, ↑/↓ to another series. Undefined for a key that moves nothing.
 */
export function moved(key: string, from: Cursor | undefined, counts: readonly number[]): Cursor | undefined {
  const series = from?.series ?? firstWith(counts);
  const last = (counts[series] ?? 0) - 1;
  if (series < 0 || last < 0) return undefined;
  const point = from?.point;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: (point ?? -1) + 1,
    ArrowLeft: (point ?? last + 1) - 1,
    PageDown: (point ?? 0) + PAGE,
    PageUp: (point ?? last) - PAGE,
    Home: 0,
    End: last,
  };
  const next = steps[key];
  if (next !== undefined) return { series, point: Math.min(Math.max(next, 0), last) };
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return undefined;
  for (let other = series + by; other >= 0 && other < counts.length; other += by) {
    const most = (counts[other] ?? 0) - 1;
    if (most >= 0) return { series: other, point: Math.min(point ?? 0, most) };
  }
  return { series, point: point ?? 0 };
}

function firstWith(counts: readonly number[]): number {
  return counts.findIndex((count) => count > 0);
}
