/** Work that is to be done in an order, several at once where they do not need each other. */
export interface Schedule<T> {
  /** In an order in which each comes after what it needs. */
  readonly items: readonly T[];
  /** What of the items one needs. */
  readonly needs: (item: T) => readonly T[];
  readonly jobs: number;
}

/**
 * Does all items, at most `jobs` at once; one begins when all that it needs are done. With one job it is exactly their order.
 *
 * @param work does one; `stop` keeps further ones from beginning.
 * @returns when all that began have ended.
 */
export async function runSchedule<T>(
  { items, needs, jobs }: Schedule<T>,
  work: (item: T) => Promise<'go on' | 'stop'>,
): Promise<void> {
  const chosen = new Set(items);
  const waiting = new Set(items);
  const done = new Set<T>();
  const running = new Map<T, Promise<void>>();
  let isStopped = false;
  const isReady = (item: T): boolean => needs(item).every((need) => !chosen.has(need) || done.has(need));
  const begin = (item: T): void => {
    waiting.delete(item);
    const ended = work(item).then((next) => {
      if (next === 'stop') isStopped = true;
      done.add(item);
      running.delete(item);
    });
    running.set(item, ended);
  };
  for (;;) {
    for (const item of waiting) {
      if (isStopped || running.size >= Math.max(1, jobs)) break;
      if (isReady(item)) begin(item);
      else if (jobs <= 1) break;
    }
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
}
