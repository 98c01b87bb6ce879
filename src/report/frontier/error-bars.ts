import type { FrontierPoint } from './frontier-points.ts';

/** The ends of a point's bars; of a quality there are none but over seeds. */
export interface ErrorBars {
  readonly low: number | null;
  readonly high: number | null;
  readonly yLow?: number;
  readonly yHigh?: number;
}

/** How a point is drawn: a run with the 90 % interval of its cost, a mean with its standard errors over seeds in both directions. */
export function errorBars({ cost, quality, low, high, spread }: FrontierPoint): ErrorBars {
  if (spread === undefined) return { low, high };
  const { costSe, qualitySe } = spread;
  return {
    low: costSe === null ? null : cost - costSe,
    high: costSe === null ? null : cost + costSe,
    ...(qualitySe === null ? {} : { yLow: quality - qualitySe, yHigh: quality + qualitySe }),
  };
}
