import type { StudyPlan } from './study-plan.ts';
import type { StudyState } from './study-state.ts';
import type { TrialRecord } from './trial-record.ts';

/** What ending a trial early has saved: the rest of its training, at its own joules per unit of resource. */
export interface Saving {
  readonly joules: number;
  /** How much of the training was left out, from 0 to 1. */
  readonly part: number;
}

/** @returns what stopping a trial has saved; undefined where its rest or its energy is not known. */
export function savingOf(trial: TrialRecord, { maxResource }: StudyPlan): Saving | undefined {
  const last = trial.reports.at(-1);
  if (trial.state !== 'stopped' || maxResource === undefined || last === undefined || last.joules <= 0)
    return undefined;
  const left = maxResource - last.resource;
  if (left <= 0) return undefined;
  return { joules: (left * last.joules) / last.resource, part: left / maxResource };
}

/** @returns joules that all stopped trials together would have used besides. */
export function savedBy(state: StudyState): number {
  return state.trials.reduce((sum, trial) => sum + (savingOf(trial, state.plan)?.joules ?? 0), 0);
}

/** How often stopping would have been wrong, as the control trials show. */
export interface FalseStops {
  /** Control trials that are complete and would have been stopped. */
  readonly spared: number;
  /** Of them, those that ended among the best of all complete ones, by as many as go on at the last rung: the best third. */
  readonly wrong: number;
}

/** The part of the complete trials that counts as good. */
const GOOD = 1 / 3;

/** @returns how often a stop would have been wrong; with several objectives the first decides. */
export function falseStops({ trials }: StudyState): FalseStops {
  const complete = trials.filter(({ state, losses }) => state === 'complete' && losses !== undefined);
  const losses = complete.map((trial) => trial.losses?.[0] as number).sort((a, b) => a - b);
  const bound = losses[Math.max(0, Math.ceil(GOOD * losses.length) - 1)] ?? Number.NEGATIVE_INFINITY;
  const spared = complete.filter((trial) => trial.spared !== undefined);
  return {
    spared: spared.length,
    wrong: spared.filter((trial) => (trial.losses?.[0] as number) <= bound).length,
  };
}
