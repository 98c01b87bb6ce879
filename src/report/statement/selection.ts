import { summable } from '../../book/summable.ts';
import type { RunRecord } from '../../book/run-record.ts';

/** The runs of a report, by what they are to it. */
export interface Selection {
  /** Whose energies are summed: root runs, and of a sum and its parts only the sum. Oldest first. */
  readonly roots: readonly RunRecord[];
  /** Parts of these roots that matched as well; their energy is in that of their roots. */
  readonly inside: readonly RunRecord[];
  /** Parts of roots that did not match: in no sum. */
  readonly strays: readonly RunRecord[];
  /** Runs that stand in a sum which matched. */
  readonly summed: readonly RunRecord[];
}

/** Sorts the runs that matched a filter. Their order is by start and id, whatever order they came in. */
export function selectRuns(records: readonly RunRecord[]): Selection {
  const sorted = [...new Map(records.map((run) => [run.id, run])).values()].sort(byStart);
  const roots = summable(sorted);
  const isRoot = new Set(roots.map(({ id }) => id));
  const nested = sorted.filter(({ parentId }) => parentId !== undefined);
  const isInside = ({ rootId }: RunRecord): boolean => isRoot.has(rootId);
  return {
    roots,
    inside: nested.filter(isInside),
    strays: nested.filter((run) => !isInside(run)),
    summed: sorted.filter(({ id, parentId }) => parentId === undefined && !isRoot.has(id)),
  };
}

function byStart(a: RunRecord, b: RunRecord): number {
  return a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.id < b.id ? -1 : 1;
}

/**
 * The runs that can be compared with each other: trials in place of the search that they stand in, for a search is no configuration; every other root as
 * a whole.
 */
export function comparable({ roots, inside }: Selection): readonly RunRecord[] {
  const trials = inside.filter(({ kind }) => kind === 'trial');
  const searches = new Set(trials.map(({ rootId }) => rootId));
  return [...roots.filter(({ id }) => !searches.has(id)), ...trials];
}
