import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstCsvRecord } from '../../src/book/csv-text.ts';
import { appendEmissionsRow } from '../../src/book/emissions-csv.io.ts';
import { EMISSIONS_COLUMNS, type EmissionsRow } from '../../src/book/emissions-row.ts';
import { bundled, started } from '../bundled.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-csv-'));
  path = join(dir, 'emissions.csv');
});
afterEach(() => rmSync(dir, { recursive: true }));

function row(id: string, more: Partial<EmissionsRow> = {}): EmissionsRow {
  const empty = Object.fromEntries(EMISSIONS_COLUMNS.map((column) => [column, null])) as EmissionsRow;
  return { ...empty, run_id: id, project_name: 'a, "b"\nc', duration: 1.5, ...more };
}

/** All records of a CSV, each as an object by the header. */
function rows(file: string): readonly Readonly<Record<string, string>>[] {
  let text = readFileSync(file, 'utf8');
  const records: (readonly string[])[] = [];
  while (text !== '') {
    const record = firstCsvRecord(text);
    if (record === undefined) throw new Error(`a row without an end: ${text}`);
    records.push(record.cells);
    const length = [...record.cells]
      .map((cell) => (/[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
      .join(',').length;
    text = text.slice(length + record.eol.length);
  }
  const [header, ...rest] = records;
  return rest.map((cells) => {
    expect(cells).toHaveLength(header?.length ?? 0);
    return Object.fromEntries(cells.map((cell, i) => [header?.[i] ?? '', cell]));
  });
}

test('a new file gets the header once; empty cells keep their place', () => {
  expect(appendEmissionsRow(path, row('1'))).toEqual({ ok: true, value: { path } });
  appendEmissionsRow(path, row('2', { wue: 0.1 }));
  expect(readFileSync(path, 'utf8').split('\n')[0]).toBe(EMISSIONS_COLUMNS.join(','));
  expect(rows(path)).toMatchObject([
    { run_id: '1', project_name: 'a, "b"\nc', wue: '', duration: '1.5' },
    { run_id: '2', wue: '0.1' },
  ]);
});

test('a file with more columns in another order is matched by their names, with its line ends', () => {
  const columns = ['mine', ...EMISSIONS_COLUMNS.toReversed()];
  writeFileSync(path, `${columns.join(',')}\r\n`);
  appendEmissionsRow(path, row('1', { wue: 7 }));
  expect(rows(path)).toMatchObject([{ run_id: '1', wue: '7', mine: '' }]);
  expect(readFileSync(path, 'utf8').endsWith('\r\n')).toBe(true);
});

test('a file of other columns is left alone; the row goes beside it, with a warning', () => {
  writeFileSync(path, 'timestamp,run_id\n2020,old\n');
  const used = join(dir, 'emissions_1.csv');
  for (const id of ['1', '2']) {
    expect(appendEmissionsRow(path, row(id))).toMatchObject({
      ok: true,
      value: { path: used, warning: { code: 'E_OUTPUT', what: expect.stringContaining(used) as string } },
    });
  }
  expect(readFileSync(path, 'utf8')).toBe('timestamp,run_id\n2020,old\n');
  expect(rows(used)).toHaveLength(2);
});

test('a last line without its newline is closed first', () => {
  appendEmissionsRow(path, row('1', { project_name: 'p' }));
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, -1));
  appendEmissionsRow(path, row('2', { project_name: 'p' }));
  expect(rows(path)).toMatchObject([{ run_id: '1' }, { run_id: '2' }]);
  writeFileSync(path, EMISSIONS_COLUMNS.join(','));
  appendEmissionsRow(path, row('3', { project_name: 'p' }));
  expect(rows(path)).toMatchObject([{ run_id: '3' }]);
});

test('once: a recovery that was cut off does not write a second row', () => {
  appendEmissionsRow(path, row('1'), { once: true });
  appendEmissionsRow(path, row('1'), { once: true });
  appendEmissionsRow(path, row('2'), { once: true });
  expect(rows(path).map(({ run_id }) => run_id)).toEqual(['1', '2']);
});

test('a folder in the way, or a part of the path that is a file, is a problem', () => {
  writeFileSync(path, '');
  expect(appendEmissionsRow(join(path, 'x.csv'), row('1'))).toMatchObject({
    ok: false,
    error: { code: 'E_OUTPUT' },
  });
  expect(appendEmissionsRow(dir, row('1'))).toMatchObject({ ok: false, error: { code: 'E_OUTPUT' } });
});

const APPEND = `
  import { appendEmissionsRow } from './src/book/emissions-csv.io.ts';
  const done = appendEmissionsRow(process.argv[2]!, { ...JSON.parse(process.argv[3]!), run_id: process.argv[4]! });
  if (!done.ok) { console.error(JSON.stringify(done.error)); process.exit(1); }
`;

test('a full disk leaves whole rows', async () => {
  appendEmissionsRow(path, row('1'));
  const before = readFileSync(path, 'utf8');
  const limit = String(before.length + 10);
  const { code, err } = await started('prlimit', [
    `--fsize=${limit}`,
    process.execPath,
    bundled(APPEND),
    path,
    JSON.stringify(row('')),
    '2',
  ]).ended;
  expect(code).toBe(1);
  expect(err).toContain('E_OUTPUT');
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test.each([
  ['flock', {}],
  ['lock file', { JOULEBOOK_NO_NATIVE: '1' }],
])(
  '64 processes at once: 64 whole rows and one header (%s)',
  async (_, env) => {
    const program = bundled(APPEND);
    const long = JSON.stringify(row('', { project_name: 'x, "y"\n'.repeat(500) }));
    const ids = Array.from({ length: 64 }, (_, i) => `run-${i}`);
    const ended = await Promise.all(
      ids.map((id) => started(process.execPath, [program, path, long, id], env).ended),
    );
    expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
    const found = rows(path);
    expect(new Set(found.map(({ run_id }) => run_id))).toEqual(new Set(ids));
    expect(found).toHaveLength(64);
    expect(readdirSync(dir)).toEqual(['emissions.csv']);
  },
  60_000,
);
