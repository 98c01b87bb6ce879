import { problem } from '../../errors.ts';
import { unknownNames } from '../../pipeline/exp/experiments.io.ts';
import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { Task } from '../../pipeline/exp/queue/task.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { QUEUE_REMOVE } from '../spec/queue-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook queue remove`: takes tasks out of the queue. */
export async function run(
  context: CliContext,
  { options, arguments: { tasks: words } }: InputOf<typeof QUEUE_REMOVE>,
): Promise<number> {
  const { all } = options;
  const states = (['queued', 'success', 'failed'] as const).filter((state) => all || options[state]);
  if (states.length > 0 === words.length > 0) return context.fail(eitherOr());
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const queue = new Queue(site.value.git, site.value.root);
  const tasks = queue.tasks();
  const named = words.map((word) => queue.named(word));
  const isGone = (task: Task | undefined): boolean => task === undefined || task.state === 'running';
  const missing = words.filter((_, i) => isGone(named[i]));
  if (missing.length > 0) return context.fail(unknownNames(missing));
  const removed =
    words.length > 0
      ? named.filter((task) => task !== undefined)
      : tasks.filter(({ state }) => states.some((one) => one === state));
  for (const task of removed) queue.remove(task);
  const names = removed.map(({ name }) => name);
  if (context.json) return context.succeed({ removed: names });
  if (!context.quiet)
    context.out(names.length > 0 ? `Removed tasks in queue: ${names.join(', ')}\n` : 'No tasks to remove.\n');
  return 0;
}

function eitherOr(): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    'Either provide an `tasks` argument, or use the `--all`, `--queued`, `--failed`, `--success` flag.',
    undefined,
    'name tasks, or say which of them by one of these',
  );
}
