/**
 * Works on many items, some at a time.
 *
 * @param work returns false to let no further item begin.
 */
export async function pool<T>(
  items: Iterable<T>,
  jobs: number,
  work: (item: T) => Promise<boolean>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  let isStopped = false;
  const worker = async (): Promise<void> => {
    while (!isStopped) {
      const next = rest.next();
      if (next.done === true) return;
      if (!(await work(next.value))) isStopped = true;
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}
