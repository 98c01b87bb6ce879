import { baselinesOf } from '../../pipeline/exp/baselines.io.ts';
import { EnergyFiles } from '../../pipeline/energy/energy-files.io.ts';
import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import { collectExperiments, type Pending } from '../../pipeline/exp/show/collect.io.ts';
import { expJson } from '../../pipeline/exp/show/exp-json.ts';
import { sorterBy } from '../../pipeline/exp/show/sort-column.ts';
import { Revisions } from '../../pipeline/revision/revisions.io.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { caught } from '../pipeline/exp/caught.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { expShowText } from '../pipeline/exp/exp-show-text.ts';
import type { EXP_SHOW } from '../spec/exp-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_SHOW>;

/** `joulebook exp show`: the experiments with what they came to and what they took. */
export async function run(context: CliContext, { options }: Input): Promise<number> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return caught(context.fail(site.error));
  const { git, root, config } = site.value;
  const revisions = Revisions.open(context.host);
  if (!revisions.ok) return context.fail(revisions.error);
  // As for DVC there is nothing then, not even the workspace.
  const isEmpty = !git.hasCommits();
  const baselines = isEmpty ? ok([]) : baselinesOf(git, options);
  if (!baselines.ok) return caught(context.fail(baselines.error));
  const reader = {
    revisions: revisions.value,
    energy: new EnergyFiles(root, config.cacheDir),
    paramDeps: options.paramDeps,
  };
  const collected = collectExperiments(git, reader, {
    baselines: baselines.value,
    hideWorkspace: options.hideWorkspace || isEmpty,
    shaOnly: options.sha,
    pending: pendingOf(new Queue(git, root), options),
  });
  if (!collected.ok) return caught(context.fail(collected.error));
  if (context.json) {
    context.out(`${jsonInOrder(expJson(collected.value))}\n`);
    return 0;
  }
  const sorter =
    options.sortBy === undefined
      ? ok(undefined)
      : sorterBy(collected.value, options.sortBy, options.sortOrder === 'desc');
  if (!sorter.ok) return context.fail(sorter.error);
  if (isEmpty && !options.csv && !options.markdown) return 0;
  const form = options.csv ? 'csv' : options.markdown ? 'markdown' : 'table';
  const text = expShowText(collected.value, {
    form,
    digits: options.precision ?? (form === 'csv' ? undefined : DEFAULT_DIGITS),
    nowMs: context.host.clock.wallMs(),
    look: lookOf(context, { wide: options.wide }),
    onlyChanged: options.onlyChanged,
    keep: options.keep,
    drop: options.drop,
    ...(sorter.value === undefined ? {} : { sorted: sorter.value }),
  });
  context.out(text);
  return 0;
}

const DEFAULT_DIGITS = 5;

/** Experiments of the queue that have not ended well. */
function pendingOf(queue: Queue, { hideQueued, hideFailed }: Input['options']): readonly Pending[] {
  return queue.tasks().flatMap((task): readonly Pending[] => {
    const { name, baseline, rev, state } = task;
    const isHidden = (state === 'queued' && hideQueued) || (state === 'failed' && hideFailed);
    if (state === 'success' || isHidden) return [];
    const executor = {
      state,
      name: 'joulebook',
      root: null,
      log: state === 'queued' ? null : queue.logOf(task),
      pid: state === 'running' ? (task.pid ?? null) : null,
      returncode: task.exitCode ?? null,
      task: task.id,
    };
    return [{ name, baseline, rev, executor }];
  });
}
