import type { RunRecord } from '../../../src/book/run-record.ts';
import type { LeaderboardEntry } from '../../../src/report/leaderboard/entry.ts';
import { makeEntry } from '../../../src/report/leaderboard/make-entry.ts';
import { aRecord, type RecordWishes } from '../../book/a-record.ts';

/** Runs of one configuration, a seed for each energy (J) and metric. */
export function seedRuns(
  energies: readonly number[],
  metrics: readonly number[],
  wishes: RecordWishes = {},
): readonly RunRecord[] {
  return energies.map((energyJ, i) =>
    aRecord({ energyJ, samples: 9, params: { seed: i }, metrics: { acc: metrics[i] ?? 0 }, ...wishes }),
  );
}

/** The entry that they make. */
export function anEntry(
  name: string,
  energies: readonly number[],
  metrics: readonly number[],
  wishes: RecordWishes = {},
): LeaderboardEntry {
  const runs = seedRuns(energies, metrics, wishes).map((record) => ({
    record,
    readings: record.id,
    journal: { file: `${record.id}.jsonl.gz`, sha256: '0'.repeat(64), bytes: 1 },
  }));
  const entry = makeEntry(runs, 'acc', { name, by: name });
  if (!entry.ok) throw new Error(entry.error.what);
  return entry.value;
}
