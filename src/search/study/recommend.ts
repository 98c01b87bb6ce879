import { isNoWorse } from './gains.ts';
import type { StudyState } from './study-state.ts';
import type { TrialRecord } from './trial-record.ts';
import { keepsAll } from './violations.ts';

/** What a study recommends. */
export interface Recommendation {
  /** The best; with several objectives the Pareto front. Ordered by the first loss, then by number. */
  readonly trials: readonly TrialRecord[];
  /** Whether they were trained to the end; else the best of those that went furthest. */
  readonly isComplete: boolean;
}

/**
 * @returns the complete trial with the least loss at its end that keeps all constraints; where none is complete, the best of those that were
 * trained furthest. Undefined where no trial has said anything that can be recommended.
 */
export function recommend(state: StudyState): Recommendation | undefined {
  const kept = state.plan.constraints.length === 0 ? state.trials : state.trials.filter(keepsAll);
  const complete = kept.filter(
    ({ state: is, losses }) => is === 'complete' && losses?.every(Number.isFinite),
  );
  if (complete.length > 0) return { trials: bestOf(complete, ({ losses = [] }) => losses), isComplete: true };
  const begun = kept.filter(({ state: is, reports }) => is !== 'failed' && lastLosses(reports) !== undefined);
  const deepest = Math.max(...begun.map(({ reports }) => reports.at(-1)?.resource ?? 0));
  const furthest = begun.filter(({ reports }) => reports.at(-1)?.resource === deepest);
  if (furthest.length === 0) return undefined;
  return { trials: bestOf(furthest, ({ reports }) => lastLosses(reports) ?? []), isComplete: false };
}

function lastLosses(reports: TrialRecord['reports']): readonly number[] | undefined {
  const losses = reports.at(-1)?.losses;
  return losses?.every(Number.isFinite) === true ? losses : undefined;
}

function bestOf(
  trials: readonly TrialRecord[],
  lossesOf: (trial: TrialRecord) => readonly number[],
): readonly TrialRecord[] {
  const ordered = [...trials].sort(
    (a, b) => (lossesOf(a)[0] as number) - (lossesOf(b)[0] as number) || a.number - b.number,
  );
  const [first] = ordered;
  if (first === undefined || lossesOf(first).length === 1) return ordered.slice(0, 1);
  const front: TrialRecord[] = [];
  for (const trial of ordered) {
    if (!front.some((one) => isNoWorse(lossesOf(one), lossesOf(trial)))) front.push(trial);
  }
  return front;
}
