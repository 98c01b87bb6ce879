/**
 * The first cycle that a walk along the edges comes upon, each node waiting for the next and the last for the first; undefined where there is none.
 * It does not recurse: a chain may be as long as it likes.
 */
export function findCycle<T>(nodes: readonly T[], next: ReadonlyMap<T, readonly T[]>): T[] | undefined {
  const done = new Set<T>();
  for (const start of nodes) {
    if (done.has(start)) continue;
    const path: T[] = [start];
    const onPath = new Set(path);
    const waiting = [[...(next.get(start) ?? [])].reverse()];
    while (path.length > 0) {
      const child = waiting.at(-1)?.pop();
      if (child === undefined) {
        const ended = path.pop();
        waiting.pop();
        if (ended !== undefined) {
          onPath.delete(ended);
          done.add(ended);
        }
      } else if (onPath.has(child)) return path.slice(path.indexOf(child));
      else if (!done.has(child)) {
        path.push(child);
        onPath.add(child);
        waiting.push([...(next.get(child) ?? [])].reverse());
      }
    }
  }
  return undefined;
}
