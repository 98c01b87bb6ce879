import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { EMISSIONS_COLUMNS } from '../../src/book/emissions-row.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { Place } from '../cli/joulebook.ts';
import { csvRows } from './csv-rows.ts';
import { chosenSeed, faultsOf, journalOf, killRuns } from './kill-runs.ts';

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
  const faults = killed.flatMap((run) => {
    const record = byName.get(run.name);
    return faultsOf(run, record, record === undefined ? [] : journalOf(book, record.id));
  });
  expect(faults, `JOULEBOOK_SEED=${seed}`).toEqual([]);
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

interface Envelope {
  readonly data: { readonly runs: readonly RunRecord[]; readonly total: number };
}
