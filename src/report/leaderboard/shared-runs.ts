import type { LeaderboardEntry } from './entry.ts';

/** Runs that stand in several entries: their energy would be two people's. Id of each with the names of the entries. */
export function sharedRuns(
  entries: readonly LeaderboardEntry[],
): readonly { readonly id: string; readonly names: readonly string[] }[] {
  const byRun = new Map<string, string[]>();
  for (const { name, runs } of entries)
    for (const { id } of runs) byRun.set(id, [...(byRun.get(id) ?? []), name]);
  return [...byRun]
    .filter(([, names]) => names.length > 1)
    .map(([id, names]) => ({ id, names: names.sort() }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
