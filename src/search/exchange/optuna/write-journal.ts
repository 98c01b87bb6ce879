import { asLoss, type Objective } from '../../study/objective.ts';
import type { StudyState } from '../../study/study-state.ts';
import type { TrialState } from '../../study/trial.ts';
import type { TrialRecord } from '../../study/trial-record.ts';
import { internalValue, writeDistribution } from './distribution.ts';
import { JOULES_ATTRIBUTE } from './from-optuna.ts';

/** Our states by the numbers of Optuna's: complete 1, pruned 2, failed 3. What is not over is left out. */
const STATES: Readonly<Partial<Record<TrialState, number>>> = { complete: 1, stopped: 2, failed: 3, lost: 3 };

/**
 * A study as a journal file of Optuna. The study's own time stands for the moments of its trials, from when it was made; steps are whole numbers,
 * so reports between them are left out.
 *
 * @param worker an id of whoever writes, which Optuna asks of each line.
 */
export function writeOptunaJournal(state: StudyState, worker: string): string {
  const { plan } = state;
  const directions = plan.objectives.map(({ goal }) => (goal === 'maximize' ? 2 : 1));
  const lines: object[] = [
    { op_code: 0, worker_id: worker, study_name: plan.name, directions },
    {
      op_code: 3,
      worker_id: worker,
      study_id: 0,
      system_attr: { 'study:metric_names': plan.objectives.map(({ metric }) => metric) },
    },
  ];
  for (const trial of state.trials) {
    const number = STATES[trial.state];
    if (number !== undefined) lines.push(trialLine(trial, number, state, worker));
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function trialLine(trial: TrialRecord, number: number, state: StudyState, worker: string): object {
  const { objectives, space, constraints } = state.plan;
  const active = space.parameters.filter(({ name }) => trial.configuration[name] !== undefined);
  const losses = trial.losses ?? trial.reports.at(-1)?.losses;
  const values =
    number === 3 ? undefined : losses?.map((loss, i) => asLoss(objectives[i] as Objective, loss));
  const isFinite = values?.every(Number.isFinite) === true;
  const at = (seconds: number | undefined): string =>
    new Date(Date.parse(state.createdAt) + 1000 * (seconds ?? 0)).toISOString().replace('Z', '000+00:00');
  return {
    op_code: 4,
    worker_id: worker,
    study_id: 0,
    datetime_start: at(trial.startedAt),
    datetime_complete: at(trial.endedAt ?? trial.startedAt),
    state: number === 1 && !isFinite ? 3 : number,
    value: isFinite && values.length === 1 ? values[0] : null,
    values: isFinite && values.length > 1 ? values : null,
    distributions: Object.fromEntries(
      active.map((parameter) => [parameter.name, writeDistribution(parameter)]),
    ),
    params: Object.fromEntries(
      active.map((parameter) => [
        parameter.name,
        internalValue(parameter, trial.configuration[parameter.name] as number),
      ]),
    ),
    user_attrs: {
      [JOULES_ATTRIBUTE]: trial.joules,
      'joulebook:state': trial.state,
      ...(trial.reason === undefined ? {} : { 'joulebook:reason': trial.reason.text }),
      ...(trial.failure === undefined ? {} : { 'joulebook:failure': trial.failure.text }),
    },
    system_attrs: Object.fromEntries(
      (trial.violations ?? []).map((missed, i) => [
        `constraints:${constraints[i]?.text ?? i}`,
        finite(missed),
      ]),
    ),
    intermediate_values: objectives.length === 1 ? stepsOf(trial, objectives[0] as Objective) : {},
  };
}

function stepsOf(trial: TrialRecord, objective: Objective): Readonly<Record<string, number>> {
  const whole = trial.reports.filter(
    ({ resource, losses }) => Number.isSafeInteger(resource) && Number.isFinite(losses[0]),
  );
  return Object.fromEntries(
    whole.map(({ resource, losses }) => [resource, asLoss(objective, losses[0] as number)]),
  );
}

/** JSON has no infinite numbers. */
function finite(missed: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, missed));
}
