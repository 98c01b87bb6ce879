import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue } from '../../../pipeline/exp/queue/queue.io.ts';
import type { CliContext } from '../../context.ts';

const PAUSE_MS = 100;
const CHUNK_BYTES = 64 * 1024;

/**
 * Shows what a task wrote.
 *
 * @param isFollowed whether to go on until it has ended.
 */
export async function tellLog(
  context: CliContext,
  queue: Queue,
  id: string,
  isFollowed: boolean,
): Promise<void> {
  let at = 0;
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (;;) {
    const task = queue.tasks().find((one) => one.id === id);
    const isOver = task === undefined || (task.state !== 'running' && task.state !== 'queued');
    const path = task === undefined ? undefined : queue.logOf(task);
    if (path !== undefined && existsSync(path)) {
      const fd = openSync(path, 'r');
      for (let count = 1; count > 0; at += count) {
        count = readSync(fd, buffer, 0, CHUNK_BYTES, at);
        if (count > 0 && !context.json && !context.quiet)
          context.out(decoder.decode(buffer.subarray(0, count), { stream: true }));
      }
      closeSync(fd);
    }
    if (isOver || !isFollowed) return;
    await sleep(PAUSE_MS);
  }
}
