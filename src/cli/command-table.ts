import type { CliContext } from './context.ts';
import { EXPERIMENT_LOADERS } from './experiment-table.ts';
import type { CommandName } from './spec/commands.ts';
import type { AnyInput } from './spec/spec.ts';

/** A loaded command. Its exit code is what it returns. */
export interface CommandModule {
  readonly run: (context: CliContext, input: AnyInput) => Promise<number>;
}

/** Where each command is; one chunk of the bundle for each, so a command pays only for itself. */
export const LOADERS: Readonly<Record<CommandName, () => Promise<unknown>>> = {
  run: () => import('./commands/run.io.ts'),
  monitor: () => import('./commands/monitor.io.ts'),
  mark: () => import('./commands/mark.io.ts'),
  agent: () => import('./commands/agent.io.ts'),
  ci: () => import('./commands/ci.io.ts'),
  repro: () => import('./commands/repro.io.ts'),
  status: () => import('./commands/status.io.ts'),
  add: () => import('./commands/add.io.ts'),
  checkout: () => import('./commands/checkout.io.ts'),
  commit: () => import('./commands/commit.io.ts'),
  init: () => import('./commands/init.io.ts'),
  remove: () => import('./commands/remove.io.ts'),
  move: () => import('./commands/move.io.ts'),
  freeze: () => import('./commands/freeze.io.ts'),
  unfreeze: () => import('./commands/unfreeze.io.ts'),
  unprotect: () => import('./commands/unprotect.io.ts'),
  gc: () => import('./commands/gc.io.ts'),
  'check-ignore': () => import('./commands/check-ignore.io.ts'),
  push: () => import('./commands/push.io.ts'),
  pull: () => import('./commands/pull.io.ts'),
  fetch: () => import('./commands/fetch.io.ts'),
  dag: () => import('./commands/dag.io.ts'),
  'stage add': () => import('./commands/stage-add.io.ts'),
  'stage list': () => import('./commands/stage-list.io.ts'),
  'params diff': () => import('./commands/params-diff.io.ts'),
  'metrics show': () => import('./commands/metrics-show.io.ts'),
  'metrics diff': () => import('./commands/metrics-diff.io.ts'),
  'plots show': () => import('./commands/plots-show.io.ts'),
  'plots diff': () => import('./commands/plots-diff.io.ts'),
  diff: () => import('./commands/diff.io.ts'),
  'data status': () => import('./commands/data-status.io.ts'),
  ...EXPERIMENT_LOADERS,
  ls: () => import('./commands/ls.io.ts'),
  show: () => import('./commands/show.io.ts'),
  compare: () => import('./commands/compare.io.ts'),
  why: () => import('./commands/why.io.ts'),
  export: () => import('./commands/export.io.ts'),
  regions: () => import('./commands/regions.io.ts'),
  top: () => import('./commands/top.io.ts'),
  calc: () => import('./commands/calc.io.ts'),
  tag: () => import('./commands/tag.io.ts'),
  note: () => import('./commands/note.io.ts'),
  rename: () => import('./commands/rename.io.ts'),
  rm: () => import('./commands/rm.io.ts'),
  merge: () => import('./commands/merge.io.ts'),
  import: () => import('./commands/import.io.ts'),
  doctor: () => import('./commands/doctor.io.ts'),
  calibrate: () => import('./commands/calibrate.io.ts'),
  config: () => import('./commands/config.io.ts'),
  completion: () => import('./commands/completion.io.ts'),
  help: () => import('./commands/help.io.ts'),
  version: () => import('./commands/version.io.ts'),
  '__load-gpus': () => import('./commands/load-gpus.io.ts'),
  __complete: () => import('./commands/complete.io.ts'),
};
