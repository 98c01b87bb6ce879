import { median, quantile } from './quantile.ts';
import type { ServerRow } from './server-rows.ts';

/** W of each row at 0, 10, … 100 % load. */
export type Predicted = readonly ArrayLike<number>[];

/** How far predictions are from what was measured: relative errors |predicted / measured − 1|. */
export interface Score {
  readonly servers: number;
  /** Median over all levels and servers, its 90th percentile, and the part within 20 %. */
  readonly all: number;
  readonly p90: number;
  readonly within20: number;
  /** Median (signed) of predicted / measured − 1. */
  readonly bias: number;
  /** Median error of the mean over the levels of each server. */
  readonly energy: number;
  /** Median error at idle, 10 %, 50 % and full load. */
  readonly byLevel: Readonly<Record<0 | 1 | 5 | 10, number>>;
  /** Median error of the power above idle at 10 %, 50 % and full load. */
  readonly aboveIdle: Readonly<Record<1 | 5 | 10, number>>;
}

/** Scores predictions of servers that published every level. */
export function score(rows: readonly ServerRow[], predicted: Predicted): Score {
  const ratios = rows.map((row, i) =>
    row.watts.map((watts, level) => (predicted[i]?.[level] ?? Number.NaN) / watts),
  );
  const errors = ratios.flat().map((ratio) => Math.abs(ratio - 1));
  const at = (level: number): number => median(ratios.map((row) => Math.abs((row[level] ?? 0) - 1)));
  const above = (level: number): number =>
    median(
      rows.map((row, i) => {
        const ours = (predicted[i]?.[level] ?? 0) - (predicted[i]?.[0] ?? 0);
        return Math.abs(ours / ((row.watts[level] ?? 0) - (row.watts[0] ?? 0)) - 1);
      }),
    );
  return {
    servers: rows.length,
    all: median(errors),
    p90: quantile(errors, 0.9),
    within20: errors.filter((error) => error <= 0.2).length / errors.length,
    bias: median(ratios.flat()) - 1,
    energy: median(rows.map((row, i) => Math.abs(sum(Array.from(predicted[i] ?? [])) / sum(row.watts) - 1))),
    byLevel: { 0: at(0), 1: at(1), 5: at(5), 10: at(10) },
    aboveIdle: { 1: above(1), 5: above(5), 10: above(10) },
  };
}

/** Errors at idle and at full load. */
export interface EndsScore {
  readonly servers: number;
  readonly pooled: number;
  readonly idle: number;
  readonly full: number;
  readonly p90: number;
}

/** Scores predictions of idle and full load. */
export function scoreEnds(rows: readonly ServerRow[], predicted: Predicted): EndsScore {
  const errors = (level: number): number[] =>
    rows.map((row, i) => Math.abs((predicted[i]?.[level] ?? Number.NaN) / (row.watts[level] ?? 0) - 1));
  const [idle, full] = [errors(0), errors(10)];
  return {
    servers: rows.length,
    pooled: median([...idle, ...full]),
    idle: median(idle),
    full: median(full),
    p90: quantile([...idle, ...full], 0.9),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
