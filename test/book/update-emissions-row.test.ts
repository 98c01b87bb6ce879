import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendEmissionsRow } from '../../src/book/emissions-csv.io.ts';
import { EMISSIONS_COLUMNS, type EmissionsRow } from '../../src/book/emissions-row.ts';
import { updateEmissionsRow } from '../../src/book/update-emissions-row.io.ts';
import { bundled, started } from '../bundled.ts';
import { csvRows } from '../faults/csv-rows.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-update-'));
  path = join(dir, 'emissions.csv');
});
afterEach(() => rmSync(dir, { recursive: true }));

function row(id: string, duration: number): EmissionsRow {
  const empty = Object.fromEntries(EMISSIONS_COLUMNS.map((column) => [column, null])) as EmissionsRow;
  return { ...empty, run_id: id, duration, project_name: 'a, "b"\nc' };
}

const DURATION = EMISSIONS_COLUMNS.indexOf('duration');
const durations = (): (string | undefined)[] =>
  csvRows(path)
    .slice(1)
    .map((cells) => cells[DURATION]);

test('a run has one row, its last', () => {
  for (const n of [1, 2, 3]) expect(updateEmissionsRow(path, row('A', n)).ok).toBe(true);
  updateEmissionsRow(path, row('B', 9));
  updateEmissionsRow(path, row('A', 4));
  expect(durations()).toEqual(['9', '4']);
});

test('several rows of a run were appended by somebody: they stay', () => {
  for (const n of [1, 2]) appendEmissionsRow(path, row('A', n));
  updateEmissionsRow(path, row('A', 3));
  expect(durations()).toEqual(['1', '2', '3']);
});

test('a link stays a link, rights stay, a last line without its end gets one', () => {
  const file = join(dir, 'real.csv');
  appendEmissionsRow(file, row('A', 1));
  writeFileSync(file, readFileSync(file, 'utf8').trimEnd());
  chmodSync(file, 0o640);
  symlinkSync(file, path);
  updateEmissionsRow(path, row('B', 2));
  updateEmissionsRow(path, row('A', 3));
  expect(durations()).toEqual(['2', '3']);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test('eight processes, twenty updates each: eight whole rows', async () => {
  const program = bundled(`
    import { updateEmissionsRow } from './src/book/update-emissions-row.io.ts';
    const [path, row] = process.argv.slice(2);
    for (let n = 1; n <= 20; n++) updateEmissionsRow(path, { ...JSON.parse(row), duration: n });`);
  const ids = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
  const ends = await Promise.all(
    ids.map((id) => started(process.execPath, [program, path, JSON.stringify(row(id, 0))]).ended),
  );
  expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
  expect(durations()).toEqual(ids.map(() => '20'));
  expect(new Set(csvRows(path).map((cells) => cells.length))).toEqual(new Set([EMISSIONS_COLUMNS.length]));
});
