import { join } from 'node:path';
import type { Problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { LeaderboardEntry } from '../../report/leaderboard/entry.ts';
import { ENTRIES, entryNames, readEntry } from '../../report/leaderboard/entry-folder.io.ts';
import { verifyEntry } from '../../report/leaderboard/verify-entry.io.ts';
import { problem } from '../../errors.ts';
import { sharedReadings, sharedRuns } from '../../report/leaderboard/shared-runs.ts';
import { ok, type Result } from '../../result.ts';
import { plausibleKnowledge } from './plausible-knowledge.io.ts';
import type { OpenTask } from './task-file.io.ts';

/** One folder of an entry: the entry, or why it is none. */
export interface LoadedEntry {
  readonly name: string;
  readonly entry: Result<LeaderboardEntry>;
}

/** The entries of a task as they say of themselves. */
export function loadEntries({ dir }: OpenTask): Result<readonly LoadedEntry[]> {
  const names = entryNames(dir);
  if (!names.ok) return names;
  return ok(names.value.map((name) => ({ name, entry: readEntry(join(dir, ENTRIES, name), name) })));
}

/** The entries of a task, each computed anew from its journals. */
export async function verifyEntries(
  { dir, task }: OpenTask,
  host: Host,
): Promise<Result<readonly LoadedEntry[]>> {
  const names = entryNames(dir);
  if (!names.ok) return names;
  const knowledge = plausibleKnowledge(host);
  const loaded: LoadedEntry[] = [];
  const readings = new Map<string, readonly string[]>();
  for (const name of names.value) {
    const verified = await verifyEntry(join(dir, ENTRIES, name), name, knowledge, task);
    if (verified.ok) readings.set(name, verified.value.readings);
    loaded.push({ name, entry: verified.ok ? ok(verified.value.entry) : verified });
  }
  const shared = sharedRuns(loaded.flatMap(({ entry }) => (entry.ok ? [entry.value] : [])));
  const refused = new Map<string, Problem>();
  for (const { id, names: both } of shared)
    for (const name of both)
      refused.set(
        name,
        problem('E_VERIFY', `run ${id} stands in ${both.join(' and ')}`, 'A run is of one entry only.'),
      );
  for (const both of sharedReadings(readings))
    for (const name of both)
      if (!refused.has(name))
        refused.set(
          name,
          problem(
            'E_VERIFY',
            `a run of ${both.join(' and of ')} has the same readings`,
            'No two runs take the same joules in the same moments: one is a copy of the other.',
          ),
        );
  return ok(
    loaded.map((one) => {
      const why = refused.get(one.name);
      return why === undefined ? one : { name: one.name, entry: { ok: false, error: why } };
    }),
  );
}
