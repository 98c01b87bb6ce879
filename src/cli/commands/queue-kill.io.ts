import { problem } from '../../errors.ts';
import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../context.ts';
import { interruptTask } from '../pipeline/exp/interrupt-task.io.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { QUEUE_KILL } from '../spec/queue-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook queue kill`: interrupts experiments of the queue that run. */
export async function run(
  context: CliContext,
  { options, arguments: { tasks: words } }: InputOf<typeof QUEUE_KILL>,
): Promise<number> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const queue = new Queue(site.value.git, site.value.root);
  const missing: string[] = [];
  const killed: string[] = [];
  for (const word of words) {
    const task = queue.named(word);
    if (task?.state === 'running' && interruptTask(task, options.force)) killed.push(task.name);
    else missing.push(word);
  }
  if (missing.length > 0) {
    const all = missing.join('; ');
    const what =
      missing.length > 1
        ? `'${all}' are not valid running experiment names`
        : `'${all}' is not a valid running experiment name`;
    return context.fail(problem('E_PIPELINE', what, undefined, '`joulebook queue status` lists what runs'));
  }
  return context.json ? context.succeed({ killed }) : 0;
}
