import type { Trial } from '../study/trial.ts';

/** When a rule looks at a trial: from `warmup` on, then once in each interval of resource. */
export interface CheckPoints {
  /** Resource before which nothing is judged; 0. */
  readonly warmup?: number;
  /** Between two looks; 1. A look is put off to the first report after it. */
  readonly interval?: number;
}

/** @returns whether the last report of a trial is the first one in its interval, as Optuna's pruners have it. */
export function isDue(trial: Trial, points: CheckPoints): boolean {
  const { reports } = trial;
  const now = reports.at(-1)?.resource;
  const warmup = points.warmup ?? 0;
  if (now === undefined || now < warmup) return false;
  const interval = points.interval ?? 1;
  const begun = Math.floor((now - warmup) / interval) * interval + warmup;
  const before = reports.at(-2)?.resource ?? -1;
  return before < begun;
}
