import type { MetricConstraint } from '../../file/metric-constraint.ts';
import type { ParameterValue } from '../../space/configuration.ts';
import type { Objective } from '../../study/objective.ts';
import type { ForeignStudy, ForeignTrial } from '../foreign-study.ts';
import { type Distribution, externalValue, mergedParameter } from './distribution.ts';
import type { StoredStudy, StoredTrial } from './stored-study.ts';

/** The attribute of a trial in which our own export keeps its joules. */
export const JOULES_ATTRIBUTE = 'joulebook:joules';

/** Where the constraints of a trial stand: a list in the old form, an attribute each in the new one. */
const CONSTRAINTS = 'constraints';

/** Makes of a stored study what ours can hold. */
export function fromOptuna(stored: StoredStudy): ForeignStudy {
  const objectives = objectivesOf(stored);
  const over = stored.trials.filter(({ state }) => state !== 'RUNNING' && state !== 'WAITING');
  // Optuna's steps mostly count from 0; ours are resources that were used, from 1.
  const shift = over.some(({ steps }) => steps.has(0)) ? 1 : 0;
  const constraintNames = [...new Set(over.flatMap((trial) => [...constraintsOf(trial).keys()]))];
  const names = [...new Set(stored.trials.flatMap(({ params }) => [...params.keys()]))];
  return {
    name: stored.name,
    parameters: names.map((name) => mergedParameter(name, distributionsOf(stored, name))),
    objectives,
    constraints: constraintNames.map(
      (name): MetricConstraint => ({
        text: `${name} <= 0`,
        metric: name,
        operator: '<=',
        bound: 0,
      }),
    ),
    trials: over.map((trial) => trialOf(trial, objectives, shift)),
    notes: notesOf(stored, over.length),
  };
}

function objectivesOf({ directions, metricNames }: StoredStudy): readonly Objective[] {
  return directions.map((goal, i) => ({
    metric: metricNames?.[i] ?? (directions.length === 1 ? 'value' : `value_${i}`),
    goal,
  }));
}

function distributionsOf({ trials }: StoredStudy, name: string): readonly Distribution[] {
  const seen = trials.flatMap(({ params }) => params.get(name)?.distribution ?? []);
  return [...new Map(seen.map((one) => [JSON.stringify(one), one])).values()];
}

function trialOf(trial: StoredTrial, objectives: readonly Objective[], shift: number): ForeignTrial {
  const configuration: Record<string, ParameterValue> = {};
  for (const [name, { kept, distribution }] of trial.params) {
    const value = distribution === undefined ? undefined : externalValue(distribution, kept);
    if (value !== undefined) configuration[name] = value;
  }
  const [objective] = objectives;
  const steps = objectives.length === 1 && objective !== undefined ? [...trial.steps] : [];
  const reports = steps
    .map(([step, value]) => ({ resource: step + shift, metrics: { [objective?.metric ?? '']: value } }))
    .filter(({ resource }) => resource > 0)
    .sort((a, b) => a.resource - b.resource);
  const joules = trial.userAttrs.get(JOULES_ATTRIBUTE);
  const usage = typeof joules === 'number' ? { usage: { joules } } : {};
  return {
    configuration,
    reports,
    outcome: { ...outcomeOf(trial, objectives, reports.at(-1)?.resource), ...usage },
  };
}

function outcomeOf(
  trial: StoredTrial,
  objectives: readonly Objective[],
  resource = 0,
): ForeignTrial['outcome'] {
  if (trial.state === 'PRUNED') {
    const text = resource > 0 ? `Optuna pruned it at ${resource}` : 'Optuna pruned it';
    return { state: 'stopped', reason: { rule: 'pruned', resource, text } };
  }
  if (trial.state === 'FAIL')
    return { state: 'failed', failure: { kind: 'told', text: 'it had failed in Optuna' } };
  const values = objectives.map(({ metric }, i) => [metric, trial.values?.[i] ?? Number.NaN] as const);
  return { state: 'complete', metrics: Object.fromEntries([...values, ...constraintsOf(trial)]) };
}

function constraintsOf({ systemAttrs }: StoredTrial): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [key, value] of systemAttrs) {
    if (key === CONSTRAINTS && Array.isArray(value))
      value.forEach((missed, i) => {
        if (typeof missed === 'number') found.set(`constraint_${i}`, missed);
      });
    else if (key.startsWith(`${CONSTRAINTS}:`) && typeof value === 'number')
      found.set(`constraint_${key.slice(CONSTRAINTS.length + 1)}`, value);
  }
  return found;
}

function notesOf({ trials }: StoredStudy, over: number): readonly string[] {
  const left = trials.length - over;
  if (left === 0) return [];
  const which = left === 1 ? 'One trial that was' : `${left} trials that were`;
  return [`${which} running or waiting there ${left === 1 ? 'is' : 'are'} left out`];
}
