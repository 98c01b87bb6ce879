import type { StudyState } from './study-state.ts';
import type { StudyView } from './study-view.ts';
import type { Trial } from './trial.ts';

/**
 * A view of a study at any moment: its plan may change.
 *
 * @param trials those that may be known, by number.
 * @param spentPart part of the budget that may be known to be spent; may exceed 1.
 */
export function viewOf(state: StudyState, trials: readonly Trial[], spentPart: () => number): StudyView {
  return {
    get space() {
      return state.plan.space;
    },
    get objectives() {
      return state.plan.objectives;
    },
    get maxResource() {
      return state.plan.maxResource;
    },
    get resourceName() {
      return state.plan.resource ?? 'epoch';
    },
    get seed() {
      return state.plan.seed;
    },
    trials,
    get spent() {
      return Math.min(1, spentPart());
    },
    get workers() {
      return state.plan.workers;
    },
  };
}
