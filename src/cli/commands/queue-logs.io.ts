import { existsSync } from 'node:fs';
import { problem } from '../../errors.ts';
import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { tellLog } from '../pipeline/exp/tell-log.io.ts';
import type { QUEUE_LOGS } from '../spec/queue-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook queue logs`: what an experiment of the queue wrote. */
export async function run(
  context: CliContext,
  { options, arguments: { task: word } }: InputOf<typeof QUEUE_LOGS>,
): Promise<number> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const queue = new Queue(site.value.git, site.value.root);
  const task = queue.named(word);
  if (task === undefined)
    return context.fail(
      problem(
        'E_PIPELINE',
        `'${word}' is not a valid queued experiment name`,
        undefined,
        '`joulebook queue status` lists them',
      ),
    );
  if (task.state === 'queued' && !options.follow)
    return context.fail(
      problem(
        'E_PIPELINE',
        `Experiment '${word}' is in queue but has not been started`,
        undefined,
        'start it: `joulebook queue start`',
      ),
    );
  if (!options.follow && !existsSync(queue.logOf(task)))
    return context.fail(
      problem(
        'E_PIPELINE',
        `No output logs found for experiment '${word}'`,
        'it was ended before it wrote anything',
        'run it again',
      ),
    );
  await tellLog(context, queue, task.id, options.follow);
  return 0;
}
