import type { IndexRow } from '../../book/index-row.ts';

/** Which runs of the book are the trials of a study. */
export interface TrialRuns {
  /** Ids by the number of their trial, oldest first: a trial that was paused or begun again has several. */
  readonly runs: readonly { readonly trial: number; readonly ids: readonly string[] }[];
  /** A filter that all of them match and no other run; null where there is none. */
  readonly filter: string | null;
}

/** Runs around trials that a filter still names one by one: an address is not to be longer than 2,000 characters. */
const MOST_PARENTS = 40;

/** A filter for runs that may be trials of a study: their names begin with its name. */
export function trialNameFilter(study: string): string {
  return `kind:trial name:${quoted(`${study}-`)}*`;
}

/**
 * Finds the trials of a study among runs: they are called `STUDY-NUMBER`.
 *
 * @param sinceMs when the study was made; earlier runs belong to one of the same name that was deleted.
 */
export function trialRuns(rows: readonly IndexRow[], study: string, sinceMs: number | undefined): TrialRuns {
  const byTrial = new Map<number, IndexRow[]>();
  for (const row of rows) {
    if (row.kind !== 'trial' || !row.name.startsWith(`${study}-`)) continue;
    const number = row.name.slice(study.length + 1);
    if (!/^\d{1,9}$/.test(number)) continue;
    if (sinceMs !== undefined && row.startedMs !== null && row.startedMs < sinceMs) continue;
    byTrial.set(Number(number), [...(byTrial.get(Number(number)) ?? []), row]);
  }
  const trials = [...byTrial].sort((a, b) => a[0] - b[0]);
  const parents = [...new Set(trials.flatMap(([, runs]) => runs.map(({ parentId }) => parentId)))];
  const known = parents.flatMap((id) => (id === null ? [] : [id]));
  const isNamed = known.length === parents.length && known.length <= MOST_PARENTS;
  return {
    runs: trials.map(([trial, runs]) => ({
      trial,
      ids: runs.toSorted((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0)).map(({ id }) => id),
    })),
    filter:
      trials.length === 0 ? null : isNamed ? `kind:trial parent:${known.join(',')}` : trialNameFilter(study),
  };
}

/** A text as the grammar of filters takes it letter by letter. */
function quoted(text: string): string {
  return /^[\w.+@-]*$/.test(text) ? text : `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
}
