import type { Trial } from '../../study/trial.ts';

/** Where a trial stands among the others; smaller is better, the first difference decides. */
export interface RankKey {
  /** 0: has a result; 1: ended without; 2: misses a constraint. */
  readonly tier: 0 | 1 | 2;
  readonly first: number;
  readonly second: number;
}

/** Gives a trial its place; undefined for what has none (yet). */
export type RankOf = (trial: Trial) => RankKey | undefined;

/** Whether what a trial says of itself counts: it runs, or has ended as it should. */
export function counts({ state, losses }: Trial): boolean {
  if (state === 'complete') return losses !== undefined && !losses.some(Number.isNaN);
  return state === 'running' || state === 'paused' || state === 'stopped';
}

/** Whether a trial may yet report. */
export function isOpen({ state }: Trial): boolean {
  return state === 'running' || state === 'paused';
}

/** By how much a trial misses its constraints in all; 0 where it keeps them. */
export function totalViolation({ violations }: Trial): number {
  return violations === undefined
    ? 0
    : violations.reduce((sum, violation) => sum + Math.max(0, violation), 0);
}

/**
 * Optuna's order: complete trials by their loss, then stopped ones by how far they came and by the loss there, then those that miss a
 * constraint by how much. Trials that run have no place.
 */
export const byResult: RankOf = (trial) => {
  if (!counts(trial) || isOpen(trial)) return undefined;
  const violation = totalViolation(trial);
  if (violation > 0) return { tier: 2, first: violation, second: 0 };
  if (trial.state === 'complete') {
    // With several objectives the order is not used as such, but what is sorted is soon ranked by dominance.
    return { tier: 0, first: trial.losses?.[0] ?? Infinity, second: trial.losses?.[1] ?? 0 };
  }
  const last = trial.reports.at(-1);
  if (last === undefined) return { tier: 1, first: 1, second: 0 };
  return { tier: 1, first: -last.resource, second: lossOf(last.losses[0]) };
};

/**
 * Order over rungs: all trials that have reached the first rung, running ones too, by the deepest that they have reached (a complete one has
 * reached all) and by the best loss up to there. What ended before the first rung comes after them.
 */
export function overRungs(rungs: readonly number[]): RankOf {
  if (rungs.length === 0) return byResult;
  return (trial) => {
    if (!counts(trial)) return undefined;
    const violation = totalViolation(trial);
    if (violation > 0 && !isOpen(trial)) return { tier: 2, first: violation, second: 0 };
    if (trial.state === 'complete') {
      const final = lossOf(trial.losses?.[0]);
      return { tier: 0, first: -rungs.length, second: Math.min(final, bestLoss(trial, Infinity)) };
    }
    const reached = trial.reports.at(-1)?.resource ?? 0;
    const depth = rungs.findLastIndex((rung) => rung <= reached);
    if (depth >= 0) return { tier: 0, first: -depth, second: bestLoss(trial, rungs[depth] as number) };
    return isOpen(trial) ? undefined : byResult(trial);
  };
}

function bestLoss({ reports }: Trial, until: number): number {
  let best = Infinity;
  for (const { resource, losses } of reports) {
    if (resource > until) break;
    best = Math.min(best, lossOf(losses[0]));
  }
  return best;
}

/** A loss that is missing or no number is the worst. */
function lossOf(loss: number | undefined): number {
  return loss === undefined || Number.isNaN(loss) ? Infinity : loss;
}
