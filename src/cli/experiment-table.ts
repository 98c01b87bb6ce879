import type { EXPERIMENT_COMMANDS } from './spec/experiment-commands.ts';

type ExperimentCommand = (typeof EXPERIMENT_COMMANDS)[number]['name'];

/** Where each command on experiments is. */
export const EXPERIMENT_LOADERS: Readonly<Record<ExperimentCommand, () => Promise<unknown>>> = {
  'exp run': () => import('./commands/exp-run.io.ts'),
  'exp show': () => import('./commands/exp-show.io.ts'),
  'exp list': () => import('./commands/exp-list.io.ts'),
};
