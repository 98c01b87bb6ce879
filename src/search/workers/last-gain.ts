import type { StudyState } from '../study/study-state.ts';

/** What the last improvement of the first objective was, and what it took. */
export interface LastGain {
  /** How much better, in the metric's unit. */
  readonly by: number;
  /** Joules between the best of the trial before it and this one. */
  readonly joules: number;
  readonly joulesPerUnit: number;
}

/** @returns undefined where nothing was improved on yet. */
export function lastGain({ gains }: Pick<StudyState, 'gains'>): LastGain | undefined {
  const last = gains.history.at(-1);
  // A trial that learns is better than itself at each of its reports: what counts is the trial that it has overtaken.
  const before = gains.history.findLast(({ trial }) => trial !== last?.trial);
  if (before === undefined || last === undefined) return undefined;
  const by = Math.abs((before.losses[0] ?? 0) - (last.losses[0] ?? 0));
  const joules = last.joules - before.joules;
  return by > 0 && joules > 0 ? { by, joules, joulesPerUnit: joules / by } : undefined;
}
