import { once } from 'node:events';
import { Queue } from '../../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../../context.ts';
import { openExperiments } from './open-experiments.io.ts';
import { startProcess } from './start-process.io.ts';
import { tellLog } from './tell-log.io.ts';

/** Runs all that the queue holds, so many at once, and shows what they write. */
export async function runAll(context: CliContext, jobs: number): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const queue = new Queue(site.value.git, site.value.root);
  queue.isStopping = false;
  const waiting = queue.tasks().filter(({ state }) => state === 'queued');
  const workers = Array.from({ length: Math.min(jobs, waiting.length) }, () =>
    once(startProcess(context, ['__queue-worker'], undefined), 'exit'),
  );
  for (const { id } of waiting) await tellLog(context, queue, id, true);
  await Promise.all(workers);
  const done = queue.tasks().filter(({ id }) => waiting.some((one) => one.id === id));
  const names = (state: 'success' | 'failed'): string =>
    done.flatMap((task) => (task.state === state ? [task.name] : [])).join(', ');
  if (context.json)
    return context.succeed({
      tasks: done.map(({ id, name, state, result }) => ({ id, name, state, result: result ?? null })),
    });
  if (names('failed') !== '') context.err(`Failed to reproduce experiment(s) '${names('failed')}'\n`);
  if (names('success') !== '' && !context.quiet)
    context.out(
      `\nRan experiment(s): ${names('success')}\nTo apply the results of an experiment to your workspace run:\n\n\tjoulebook exp apply <exp>\n`,
    );
  return names('failed') === '' ? 0 : FAILED;
}

const FAILED = 255;
