import type { StudyState } from '../study/study-state.ts';
import { pedAnova } from './ped-anova.ts';

/** How much each parameter has to do with one thing that was made small. */
export interface Importance {
  /** Name of a metric, or `energy`. */
  readonly of: string;
  /** Parts by parameter, the largest first; they sum to 1. */
  readonly parts: readonly { readonly parameter: string; readonly part: number }[];
}

/** Which parameters matter for each objective and for the energy of a full training, and from how many complete trials that is known. */
export interface Importances {
  readonly trials: number;
  readonly list: readonly Importance[];
}

/** @returns the importances of a study; with fewer than two complete trials none is known, and all are alike. */
export function importancesOf({ trials, plan }: StudyState): Importances {
  const complete = trials.filter(({ state, losses }) => state === 'complete' && losses !== undefined);
  const { parameters } = plan.space;
  const ranked = (of: string, lossOf: (trial: (typeof complete)[number]) => number): Importance => {
    const scored = complete.map((trial) => ({ configuration: trial.configuration, loss: lossOf(trial) }));
    const parts = Object.entries(pedAnova(parameters, scored)).map(([parameter, part]) => ({
      parameter,
      part,
    }));
    return { of, parts: parts.sort((a, b) => b.part - a.part) };
  };
  const list = plan.objectives.map(({ metric }, i) =>
    ranked(metric, ({ losses }) => losses?.[i] ?? Number.NaN),
  );
  // A trial's own joules: an attempt that failed says nothing of what its configuration costs.
  const joules = complete.map((trial) => trial.joules - trial.wasted);
  const costs = isSpread(joules) ? [ranked('energy', (trial) => trial.joules - trial.wasted)] : [];
  return { trials: complete.length, list: [...list, ...costs] };
}

/** Costs that differ by less than a hundredth have nothing to do with the parameters. */
function isSpread(joules: readonly number[]): boolean {
  const [low, high] = [Math.min(...joules), Math.max(...joules)];
  return high > 0 && high > low * 1.01;
}
