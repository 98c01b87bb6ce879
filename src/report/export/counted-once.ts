import type { RunRecord } from '../../book/run-record.ts';

/**
 * For each run whose energy is inside that of another of these runs, the id of that one: its parent, or the sum that it is a part of.
 * The energies of the others may be added.
 */
export function withinOf(runs: readonly RunRecord[]): ReadonlyMap<string, string> {
  const within = new Map<string, string>();
  for (const run of runs) {
    if (run.parentId !== undefined) within.set(run.id, run.parentId);
  }
  for (const run of runs) {
    for (const part of run.parts ?? []) if (!within.has(part.id)) within.set(part.id, run.id);
  }
  return within;
}
