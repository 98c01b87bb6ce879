import type { Configuration } from '../space/configuration.ts';
import { BUDGET_KINDS, type Spending } from './budget.ts';
import { type EnergyByFate, energyByFate } from './energy-by-fate.ts';
import { asLoss, type Objective } from './objective.ts';
import { recommend } from './recommend.ts';
import type { SearchEnd } from './study-event.ts';
import type { StudyState } from './study-state.ts';
import type { TrialState } from './trial.ts';
import { type TrialRecord, whyOf } from './trial-record.ts';

/** What was spent so far; null is what the trials could not tell, for want of an intensity or a price. */
export type KnownSpending = Omit<Spending, 'carbon' | 'cost'> & {
  readonly [kind in 'carbon' | 'cost']: number | null;
};

/** A study in a few numbers, as other rooms and other programs read it. Metrics are as they are reported. */
export interface StudySummary {
  readonly name: string;
  readonly createdAt: string;
  readonly objectives: readonly Objective[];
  readonly sampler: string;
  readonly stopper: string;
  readonly seed: number;
  readonly deterministic: boolean;
  readonly command: string | null;
  readonly trials: Readonly<Record<TrialState, number>>;
  readonly budget: Readonly<Partial<Spending>>;
  readonly spent: KnownSpending;
  /** Joules by what became of the trials. */
  readonly energy: EnergyByFate;
  /** Why no new trial is started any more. */
  readonly over: { readonly why: SearchEnd; readonly text: string } | null;
  readonly recommended: readonly TrialSummary[];
  /** Of what is recommended: whether it was trained to the end. */
  readonly isComplete: boolean;
  /** How the best came about: each time something better was found. */
  readonly gains: readonly {
    readonly trial: number;
    readonly resource: number | null;
    readonly values: readonly number[];
    readonly joules: number;
    readonly seconds: number;
  }[];
}

/** A trial in a few numbers. */
export interface TrialSummary {
  readonly number: number;
  readonly state: TrialState;
  readonly origin: TrialRecord['origin'];
  readonly configuration: Configuration;
  /** Where its training came to. */
  readonly resource: number | null;
  /** Of each objective: at its end, or the last that it said. */
  readonly values: readonly (number | null)[];
  readonly joules: number;
  /** Of the study's own time, s: its first start and its end; null where it has none. */
  readonly startedS: number | null;
  readonly endedS: number | null;
  readonly isControl: boolean;
  readonly attempts: number;
  /** Why it was stopped or has failed, in words. */
  readonly why: string | null;
}

/** @returns the study in a few numbers. */
export function summaryOf(state: StudyState): StudySummary {
  const { plan } = state;
  const recommended = recommend(state);
  const trials = { waiting: 0, running: 0, paused: 0, complete: 0, stopped: 0, failed: 0, lost: 0 };
  for (const trial of state.trials) trials[trial.state]++;
  const budget: Partial<Record<(typeof BUDGET_KINDS)[number], number>> = {};
  for (const kind of BUDGET_KINDS) if (plan.budget[kind] !== undefined) budget[kind] = plan.budget[kind];
  return {
    name: plan.name,
    createdAt: state.createdAt,
    objectives: plan.objectives,
    sampler: plan.sampler.name,
    stopper: plan.stopper.name,
    seed: plan.seed,
    deterministic: plan.deterministic,
    command: plan.command ?? null,
    trials,
    budget,
    spent: knownSpending(state.spending),
    energy: energyByFate(state),
    over: state.over ?? null,
    recommended: (recommended?.trials ?? []).map((trial) => trialSummary(trial, plan.objectives)),
    isComplete: recommended?.isComplete ?? false,
    gains: state.gains.history.map(({ trial, resource, losses, joules, t }) => ({
      trial,
      resource: resource ?? null,
      values: losses.map((loss, i) => asLoss(plan.objectives[i] as Objective, loss)),
      joules,
      seconds: t,
    })),
  };
}

/** @returns a trial in a few numbers. */
export function trialSummary(trial: TrialRecord, objectives: readonly Objective[]): TrialSummary {
  const last = trial.reports.at(-1);
  const losses = trial.losses ?? last?.losses ?? [];
  return {
    number: trial.number,
    state: trial.state,
    origin: trial.origin,
    configuration: trial.configuration,
    resource: last?.resource ?? null,
    values: objectives.map((objective, i) => {
      const loss = losses[i];
      return loss === undefined || !Number.isFinite(loss) ? null : asLoss(objective, loss);
    }),
    joules: trial.joules,
    startedS: trial.startedAt ?? null,
    endedS: trial.endedAt ?? null,
    isControl: trial.isControl,
    attempts: trial.attempt,
    why: whyOf(trial) ?? null,
  };
}

/** Energy that was used has a carbon footprint and a price: nothing of them is not known, not zero. */
function knownSpending({ carbon, cost, ...others }: Spending): KnownSpending {
  const known = (amount: number): number | null => (amount > 0 || others.energy === 0 ? amount : null);
  return { ...others, carbon: known(carbon), cost: known(cost) };
}
