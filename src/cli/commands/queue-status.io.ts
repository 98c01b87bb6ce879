import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { Task } from '../../pipeline/exp/queue/task.ts';
import { shortTime } from '../../pipeline/exp/show/iso-time.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { printedTable } from '../pipeline/plain-table.ts';

const ORDER: readonly Task['state'][] = ['running', 'queued', 'failed', 'success'];

/** `joulebook queue status`: the tasks of the queue, and its workers. */
export async function run(context: CliContext): Promise<number> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const queue = new Queue(site.value.git, site.value.root);
  const tasks = ORDER.flatMap((state) => queue.tasks().filter((task) => task.state === state));
  const workers = queue.workers();
  const active = Math.min(workers, tasks.filter(({ state }) => state === 'running').length);
  if (context.json)
    return context.succeed({
      tasks: tasks.map((task) => ({ ...task, input: undefined })),
      workers: { active, idle: workers - active },
    });
  const nowMs = context.host.clock.wallMs();
  const rows = tasks.map(({ id, name, queuedAt, state }) => [
    id,
    name,
    shortTime(queuedAt, nowMs),
    state.slice(0, 1).toUpperCase() + state.slice(1),
  ]);
  context.out(
    rows.length === 0
      ? 'No experiment tasks in the queue.\n'
      : printedTable(['Task', 'Name', 'Created', 'Status'], rows),
  );
  context.out(`\nWorker status: ${active} active, ${workers - active} idle\n`);
  return 0;
}
