import type { Configuration } from '../space/configuration.ts';
import { checkConfiguration } from '../space/check-configuration.ts';
import { configurationKey } from '../space/value-key.ts';
import { keepsAll } from './violations.ts';
import type { StudyPlan } from './study-plan.ts';
import type { StudyState } from './study-state.ts';
import type { TrialRecord } from './trial-record.ts';

/** Most configurations of earlier studies that a new one begins with. */
const MOST = 3;

/** A configuration of an earlier study to begin with. */
export interface WarmStart {
  readonly configuration: Configuration;
  /** The study and the trial that it is from. */
  readonly study: string;
  readonly trial: number;
}

/**
 * The best configurations of earlier studies that are near: of the same command or the same parameters, with the same first objective. The
 * nearest study comes first, of each the best trials that fit into the new space; none twice.
 *
 * @param most how many; 3 where it is not said.
 */
export function warmStart(
  plan: StudyPlan,
  earlier: readonly StudyState[],
  most: number = MOST,
): readonly WarmStart[] {
  const near = earlier
    .map((state) => ({ state, nearness: nearnessOf(plan, state.plan) }))
    .filter(({ state, nearness }) => nearness > 0 && state.plan.name !== plan.name)
    .sort((a, b) => b.nearness - a.nearness || later(a.state, b.state));
  const found: WarmStart[] = [];
  const seen = new Set<string>();
  for (const { state } of near) {
    for (const trial of bestOf(state)) {
      if (found.length >= most) return found;
      const configuration = fitted(plan, trial.configuration);
      const key = configuration === undefined ? undefined : configurationKey(configuration);
      if (configuration === undefined || key === undefined || seen.has(key)) continue;
      seen.add(key);
      found.push({ configuration, study: state.plan.name, trial: trial.number });
    }
  }
  return found;
}

/** From 0 (another matter) to 2: 1 for the same command, and the part of the parameters that both have. */
function nearnessOf(plan: StudyPlan, other: StudyPlan): number {
  const [objective, its] = [plan.objectives[0], other.objectives[0]];
  if (objective?.metric !== its?.metric || objective?.goal !== its?.goal) return 0;
  const names = new Set(plan.space.parameters.map(({ name }) => name));
  const shared = other.space.parameters.filter(({ name }) => names.has(name)).length;
  const all = names.size + other.space.parameters.length - shared;
  const isSame = plan.command !== undefined && plan.command === other.command;
  const overlap = all === 0 ? 0 : shared / all;
  return isSame || overlap === 1 ? (isSame ? 1 : 0) + overlap : 0;
}

function later(a: StudyState, b: StudyState): number {
  return a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0;
}

function bestOf({ trials, plan }: StudyState): readonly TrialRecord[] {
  return trials
    .filter((trial) => trial.state === 'complete' && Number.isFinite(trial.losses?.[0]))
    .filter((trial) => plan.constraints.length === 0 || keepsAll(trial))
    .sort((a, b) => (a.losses?.[0] as number) - (b.losses?.[0] as number) || a.number - b.number)
    .slice(0, MOST * 2);
}

/** The configuration in the new space; undefined where it is outside or lacks something. */
function fitted({ space }: StudyPlan, configuration: Configuration): Configuration | undefined {
  const known = new Set(space.parameters.map(({ name }) => name));
  const given = Object.fromEntries(Object.entries(configuration).filter(([name]) => known.has(name)));
  const checked = checkConfiguration(space, given);
  return checked.ok ? checked.value : undefined;
}
