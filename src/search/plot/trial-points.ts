import { asLoss, type Objective } from '../study/objective.ts';
import type { StudyState } from '../study/study-state.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import { numberText } from './svg-text.ts';

/** A trial that has a value. */
export interface TrialPoint {
  readonly trial: TrialRecord;
  readonly value: number;
}

/** The trials that have a finite value of an objective: at their end, or the last that they said. */
export function pointsOf(state: StudyState, objective: number): readonly TrialPoint[] {
  const sought = state.plan.objectives[objective] as Objective;
  return state.trials.flatMap((trial) => {
    const loss = (trial.losses ?? trial.reports.at(-1)?.losses)?.[objective];
    return loss === undefined || !Number.isFinite(loss) ? [] : [{ trial, value: asLoss(sought, loss) }];
  });
}

/** What a pointer on a trial shows. */
export function tipOf({ trial, value }: TrialPoint, metric: string): string {
  const parameters = Object.entries(trial.configuration).map(
    ([name, one]) => `${name} ${typeof one === 'number' ? numberText(one) : JSON.stringify(one)}`,
  );
  return [`trial ${trial.number}, ${trial.state}`, `${metric} ${numberText(value)}`, ...parameters].join(
    '\n',
  );
}
