import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { runInTemp } from '../pipeline/exp/run-in-temp.io.ts';
import type { EXP_RUN, EXP_TASK } from '../spec/exp-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** Runs one experiment of the queue. */
export async function run(
  context: CliContext,
  { arguments: { task: id } }: InputOf<typeof EXP_TASK>,
): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git, root } = site.value;
  const queue = new Queue(git, root);
  const taken = queue.take(id, context.host.pid);
  if (!taken.ok) return context.fail(taken.error);
  // Another worker was faster.
  if (taken.value === undefined) return 0;
  const { task, held } = taken.value;
  const input = task.input as InputOf<typeof EXP_RUN>;
  const ran = await runInTemp(context, input, site.value, task);
  const code = ran.ok ? (typeof ran.value === 'number' ? ran.value : 0) : context.fail(ran.error);
  const result = ran.ok && typeof ran.value !== 'number' ? ran.value.experiment.rev : undefined;
  queue.end(task, code === 0 ? 'success' : 'failed', code, result);
  held.release();
  if (code === 0) context.out(`\nRan experiment(s): ${task.name}\n`);
  return code;
}
