import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../context.ts';
import { interruptTask } from '../pipeline/exp/interrupt-task.io.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { QUEUE_STOP } from '../spec/queue-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook queue stop`: the workers end after what they do now. */
export async function run(context: CliContext, { options }: InputOf<typeof QUEUE_STOP>): Promise<number> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const queue = new Queue(site.value.git, site.value.root);
  const workers = queue.workers();
  queue.isStopping = true;
  const running = options.kill ? queue.tasks().filter(({ state }) => state === 'running') : [];
  for (const task of running) interruptTask(task, false);
  if (context.json) return context.succeed({ workers, interrupted: running.map(({ name }) => name) });
  if (!context.quiet)
    context.out(
      workers === 0
        ? 'No experiments task queue workers are running.\n'
        : `Queue workers will stop after ${options.kill ? 'what was interrupted' : 'finishing current tasks'}.\n`,
    );
  return 0;
}
