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

/** Names of entries that have the readings of a run in common: a journal that was copied under another id and signed anew. */
export function sharedReadings(
  entries: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const byReadings = new Map<string, Set<string>>();
  for (const [name, all] of entries)
    for (const one of all) byReadings.set(one, (byReadings.get(one) ?? new Set()).add(name));
  return [...byReadings.values()].filter((names) => names.size > 1).map((names) => [...names].sort());
}
