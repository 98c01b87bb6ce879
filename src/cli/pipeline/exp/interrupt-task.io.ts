import { errnoName } from '../../../host/file-failure.io.ts';
import type { Task } from '../../../pipeline/exp/queue/task.ts';

/**
 * Interrupts a task that runs, with all that it started.
 *
 * @param isForced kills it at once instead.
 * @returns false where it had ended.
 */
export function interruptTask({ pid }: Task, isForced: boolean): boolean {
  if (pid === undefined) return false;
  try {
    // It leads a group of its own.
    process.kill(-pid, isForced ? 'SIGKILL' : 'SIGINT');
    return true;
  } catch (error) {
    if (errnoName(error) === 'ESRCH') return false;
    throw error;
  }
}
