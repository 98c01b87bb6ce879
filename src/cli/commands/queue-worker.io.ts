import { once } from 'node:events';
import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { startProcess } from '../pipeline/exp/start-process.io.ts';

/** A worker: runs the experiments of the queue one after the other, each in a process of its own, until none waits or it is asked to stop. */
export async function run(context: CliContext): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git, root } = site.value;
  const queue = new Queue(git, root);
  const place = queue.workerPlace();
  const refused = new Set<string>();
  while (!queue.isStopping) {
    const task = queue.tasks().find(({ state, id }) => state === 'queued' && !refused.has(id));
    if (task === undefined) break;
    const child = startProcess(context, ['__exp-task', task.id], queue.logOf(task));
    const [code] = (await once(child, 'exit')) as [number | null];
    // One that cannot even be begun is not tried over and over.
    if (code !== 0) refused.add(task.id);
  }
  place.release();
  return 0;
}
