import type { EXPERIMENT_COMMANDS } from './spec/experiment-commands.ts';

type ExperimentCommand = (typeof EXPERIMENT_COMMANDS)[number]['name'];

/** Where each command on experiments is. */
export const EXPERIMENT_LOADERS: Readonly<Record<ExperimentCommand, () => Promise<unknown>>> = {
  'exp run': () => import('./commands/exp-run.io.ts'),
  'exp show': () => import('./commands/exp-show.io.ts'),
  'exp list': () => import('./commands/exp-list.io.ts'),
  'exp diff': () => import('./commands/exp-diff.io.ts'),
  'exp apply': () => import('./commands/exp-apply.io.ts'),
  'exp branch': () => import('./commands/exp-branch.io.ts'),
  'exp save': () => import('./commands/exp-save.io.ts'),
  'exp push': () => import('./commands/exp-push.io.ts'),
  'exp pull': () => import('./commands/exp-pull.io.ts'),
  'exp rename': () => import('./commands/exp-rename.io.ts'),
  'exp remove': () => import('./commands/exp-remove.io.ts'),
  'exp clean': () => import('./commands/exp-clean.io.ts'),
  'queue start': () => import('./commands/queue-start.io.ts'),
  'queue status': () => import('./commands/queue-status.io.ts'),
  'queue logs': () => import('./commands/queue-logs.io.ts'),
  'queue stop': () => import('./commands/queue-stop.io.ts'),
  'queue kill': () => import('./commands/queue-kill.io.ts'),
  'queue remove': () => import('./commands/queue-remove.io.ts'),
  '__exp-task': () => import('./commands/exp-task.io.ts'),
  '__queue-worker': () => import('./commands/queue-worker.io.ts'),
};
