import { rootOf } from '../../attribution/job-family.ts';
import type { LiveRun } from '../../attribution/registry-entry.ts';

/** A run and how deep it stands inside others. */
export interface Placed {
  readonly run: LiveRun;
  readonly depth: number;
}

/**
 * Root runs in the order of their ids, each followed by the runs inside it. A run whose parent has left, or
 * that is a rank of a job, stands below its root.
 */
export function familyOrder(live: readonly LiveRun[]): readonly Placed[] {
  const sorted = live.toSorted((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
  const placed: Placed[] = [];
  const done = new Set<string>();
  const roots = live.filter(({ entry }) => entry.isRoot);
  const add = (run: LiveRun, depth: number): void => {
    if (done.has(run.entry.id)) return;
    done.add(run.entry.id);
    placed.push({ run, depth });
    for (const inner of sorted) if (inner.entry.parentId === run.entry.id) add(inner, depth + 1);
    for (const inner of sorted)
      if (depth === 0 && rootOf(inner.entry.id, roots, live) === run) add(inner, depth + 1);
  };
  for (const run of sorted) if (run.entry.isRoot) add(run, 0);
  for (const run of sorted) add(run, 1); // whose root is gone, too: still a part of something else
  return placed;
}
