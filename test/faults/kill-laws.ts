import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { EMISSIONS_COLUMNS } from '../../src/book/emissions-row.ts';
import type { JournalLine } from '../../src/book/journal-event.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { Place } from '../cli/joulebook.ts';
import { csvRows } from './csv-rows.ts';
import {
  chosenSeed,
  faultsOf,
  INTERVAL_S,
  journalOf,
  type Killed,
  killRuns,
  latenessOf,
  lostSOf,
} from './kill-runs.ts';

/** Kills so many runs of one book at random moments and holds what is left to what was promised. */
export async function expectToSurviveKills(count: number, atOnce: number): Promise<void> {
  const seed = chosenSeed();
  console.log(`${count} kills with JOULEBOOK_SEED=${seed}`);
  const place = new Place();
  const book = join(place.dir, '.joulebook');
  const killed = await killRuns(place, { count, seed, atOnce });

  const listed = place.run(['ls', '--json']);
  expect(listed.code, listed.stderr).toBe(0);
  const { runs, total } = (JSON.parse(listed.stdout) as Envelope).data;
  expect(total).toBe(runs.length);
  const byName = new Map(runs.map((run) => [run.name, run]));
  const left = killed.map((run) => {
    const record = byName.get(run.name);
    return { run, record, journal: record === undefined ? [] : journalOf(book, record.id) };
  });
  const faults = left.flatMap(({ run, record, journal }) => faultsOf(run, record, journal));
  expect(faults, `JOULEBOOK_SEED=${seed}`).toEqual([]);
  expectOneSampleLost(left);
  // A good part of the kills must have met a living tracker, or nothing was tried.
  expect(runs.filter((run) => run.state === 'lost').length).toBeGreaterThan(count / 4);
  expect(killed.flatMap((run) => (/warning|error/.test(run.stderr) ? [run.stderr] : []))).toEqual([]);

  const [header, ...rows] = csvRows(join(book, 'emissions.csv'));
  expect(header).toEqual([...EMISSIONS_COLUMNS]);
  expect(rows.filter((row) => row.length !== EMISSIONS_COLUMNS.length)).toEqual([]);
  const runIds = rows.map((row) => row[EMISSIONS_COLUMNS.indexOf('run_id')]);
  expect(new Set(runIds)).toEqual(new Set(runs.map((run) => run.id)));
  expect(runIds).toHaveLength(runs.length);

  // Recovered once and for all: the next look finds the same.
  const again = place.run(['ls', '--json']);
  expect(again.stdout).toBe(listed.stdout);
  const one = runs.find((run) => run.state === 'lost') as RunRecord;
  const shown = place.run(['show', one.id, '--json']);
  expect((JSON.parse(shown.stdout) as { data: unknown }).data).toEqual(one);
  rmSync(place.dir, { recursive: true });
}

/**
 * A kill costs one sample, that was being taken or written, and the interval that had begun. When a busy machine keeps a tracker waiting just before
 * its kill it has lost more, through no fault of its own: so it is told from most of them, with the longest wait that any of them has seen.
 */
function expectOneSampleLost(
  left: readonly { run: Killed; record: RunRecord | undefined; journal: readonly JournalLine[] }[],
): void {
  const late = Math.max(...left.map(({ journal }) => latenessOf(journal)));
  const lostS = left
    .flatMap(({ run, record, journal }) => lostSOf(run, record, journal) ?? [])
    .sort((a, b) => a - b);
  expect(lostS.length).toBeGreaterThan(0);
  expect(lostS[Math.floor(lostS.length / 2)]).toBeLessThan(2 * INTERVAL_S + late);
}

interface Envelope {
  readonly data: { readonly runs: readonly RunRecord[]; readonly total: number };
}
