import type { Queue } from '../../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../../context.ts';
import { startProcess } from './start-process.io.ts';

/** Starts workers up to a number, as many as there is work for. @returns how many were started. */
export function startWorkers(context: CliContext, queue: Queue, jobs: number): number {
  queue.isStopping = false;
  const waiting = queue.tasks().filter(({ state }) => state === 'queued').length;
  const count = Math.max(0, Math.min(jobs - queue.workers(), waiting));
  for (let i = 0; i < count; i++) startProcess(context, ['__queue-worker'], undefined).unref();
  return count;
}
