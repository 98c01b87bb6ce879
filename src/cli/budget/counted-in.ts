import type { IndexRow } from '../../book/index-row.ts';
import { countedRuns } from '../../report/budget/spent.ts';

/** Runs of a time, and those of them that stand beside real ones: the sample's. */
export interface RunsToCount {
  readonly runs: { readonly rows: readonly IndexRow[] };
  readonly besides: ReadonlySet<string>;
}

/** Ids of the runs that count for a project, or for all (null), where the sample's count only among their own kind. */
export function countedIn({ runs, besides }: RunsToCount, project: string | null): ReadonlySet<string> {
  const rows = project === null ? runs.rows.filter(({ id }) => !besides.has(id)) : runs.rows;
  return new Set(countedRuns(rows, project).map(({ id }) => id));
}
