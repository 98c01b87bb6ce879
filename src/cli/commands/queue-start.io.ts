import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import { removeLeftTrees } from '../../pipeline/exp/temp-tree.io.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { startWorkers } from '../pipeline/exp/start-workers.io.ts';
import type { QUEUE_START } from '../spec/queue-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook queue start`: starts workers in the background. */
export async function run(context: CliContext, { options }: InputOf<typeof QUEUE_START>): Promise<number> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const { git, root } = site.value;
  removeLeftTrees(git, root);
  const started = startWorkers(context, new Queue(git, root), options.jobs);
  if (context.json) return context.succeed({ started });
  if (!context.quiet)
    context.out(`Started '${started}' new experiments task queue worker${started > 1 ? 's' : ''}.\n`);
  return 0;
}
