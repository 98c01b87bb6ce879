import type { Study } from '../study/study.ts';
import type { StudyPlan } from '../study/study-plan.ts';
import type { ForeignStudy } from './foreign-study.ts';

/** @returns the plan under which a study from elsewhere is kept, and under which it could go on. */
export function planOfForeign(foreign: ForeignStudy, name: string): StudyPlan {
  const deepest = Math.max(
    0,
    ...foreign.trials
      .filter(({ outcome }) => outcome.state === 'complete')
      .map(({ reports }) => reports.at(-1)?.resource ?? 0),
  );
  return {
    name,
    space: { parameters: foreign.parameters, fixed: {} },
    objectives: foreign.objectives,
    ...(foreign.resource === undefined ? {} : { resource: foreign.resource }),
    ...(deepest > 0 ? { maxResource: deepest } : {}),
    budget: {},
    seed: 0,
    workers: 1,
    deterministic: false,
    retry: { max: 0, on: [] },
    constraints: foreign.constraints,
    controlShare: 0,
    sampler: { name: 'tpe' },
    stopper: { name: 'none', settings: {} },
  };
}

/** Takes the trials of a study from elsewhere into one of ours. */
export function adoptTrials(study: Study, foreign: ForeignStudy): void {
  for (const { configuration, reports, outcome } of foreign.trials)
    study.adopt(configuration, reports, outcome);
}
