import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { siblingOf } from '../../src/book/csv-siblings.ts';
import { csvRecord, withoutRecords } from '../../src/book/csv-text.ts';
import { appendEmissionsRow } from '../../src/book/emissions-csv.io.ts';
import { EMISSIONS_COLUMNS, type EmissionsRow } from '../../src/book/emissions-row.ts';
import { removeEmissionsRows } from '../../src/book/remove-rows.io.ts';
import { bundled, started } from '../bundled.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-rows-'));
  path = join(dir, 'emissions.csv');
});
afterEach(() => rmSync(dir, { recursive: true }));

function row(id: string): EmissionsRow {
  const empty = Object.fromEntries(EMISSIONS_COLUMNS.map((column) => [column, null])) as EmissionsRow;
  return { ...empty, run_id: id, project_name: 'a, "b"\nONE' };
}

describe('a text without some of its records', () => {
  test('keeps every other byte, for any cells and either line end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.string())),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, eol, isEnded) => {
          const text = (kept: typeof rows): string =>
            ['text,run_id,more', ...kept.map(([id, cell]) => csvRecord([cell, id, cell]))].join(eol);
          const end = isEnded ? eol : '';
          const left = rows.filter(([id]) => id !== 'A' && id !== 'C');
          // Without its last record a text ends as the one before it did.
          const last = rows.at(-1)?.[0] === 'B' || rows.length === 0 ? end : eol;
          expect(withoutRecords(text(rows) + end, 'run_id', new Set(['A', 'C']))).toBe(text(left) + last);
        },
      ),
    );
  });

  test('is itself where there is no such column, or no header at all', () => {
    for (const text of ['', 'a,b\n1,2\n', 'run_id', '"torn\n1']) {
      expect(withoutRecords(text, 'run_id', new Set(['1', '2']))).toBe(text);
    }
  });
});

test('the rows of the runs go, by their column and not by their text; the others stay', () => {
  for (const id of ['ONE', 'TWO', 'THREE']) appendEmissionsRow(path, row(id));
  const before = readFileSync(path, 'utf8');
  expect(removeEmissionsRows(path, ['TWO'])).toBeUndefined();
  const after = readFileSync(path, 'utf8');
  const gone = `,"a, ""b""\nONE",TWO${','.repeat(EMISSIONS_COLUMNS.length - 3)}\n`;
  expect(before).toContain(gone);
  expect(after).toBe(before.replace(gone, ''));
  expect(after.match(/ONE",(\w+)/gu)).toEqual(['ONE",ONE', 'ONE",THREE']);
  expect(readdirSync(dir)).toEqual(['emissions.csv']);
  expect(removeEmissionsRows(path, ['ONE', 'THREE'])).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe(`${EMISSIONS_COLUMNS.join(',')}\n`);
});

test('a row in a file that was begun beside it for its columns goes too', () => {
  writeFileSync(path, 'run_id,mine\nTWO,1\n');
  appendEmissionsRow(path, row('TWO'));
  removeEmissionsRows(path, ['TWO']);
  expect(readFileSync(path, 'utf8')).toBe('run_id,mine\n');
  expect(readFileSync(siblingOf(path, 1), 'utf8')).toBe(`${EMISSIONS_COLUMNS.join(',')}\n`);
});

test('bytes that are no text, a byte order mark, the mode and a link stay as they are', () => {
  const real = join(dir, 'real.csv');
  const odd = Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('run_id,x\nONE,1\nTWO,'), 0xff, 0xfe, 0x0a]);
  writeFileSync(real, odd);
  chmodSync(real, 0o640);
  symlinkSync(real, path);
  expect(removeEmissionsRows(path, ['ONE'])).toBeUndefined();
  expect(readFileSync(path)).toEqual(Buffer.concat([odd.subarray(0, 12), odd.subarray(18)]));
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(statSync(real).mode & 0o777).toBe(0o640);
});

test('where there is none of them, nothing is written; where there is no file, none is made', () => {
  expect(removeEmissionsRows(path, ['ONE'])).toBeUndefined();
  expect(readdirSync(dir)).toEqual([]);
  appendEmissionsRow(path, row('ONE'));
  const { ino } = statSync(path);
  expect(removeEmissionsRows(path, ['TWO'])).toBeUndefined();
  expect(statSync(path).ino).toBe(ino);
});

test('beside writers that append nothing is lost', async () => {
  const program = bundled(`
    import { appendEmissionsRow } from './src/book/emissions-csv.io.ts';
    import { EMISSIONS_COLUMNS } from './src/book/emissions-row.ts';
    const [, , path, name] = process.argv as string[];
    const empty = Object.fromEntries(EMISSIONS_COLUMNS.map((column) => [column, null])) as never;
    for (let i = 0; i < 20; i++) {
      const done = appendEmissionsRow(path!, { ...(empty as object), run_id: name + i } as never);
      if (!done.ok) throw new Error(done.error.what);
    }
  `);
  for (let i = 0; i < 20; i++) appendEmissionsRow(path, row(`OLD${i}`));
  const writers = ['A', 'B', 'C'].map((name) => started(process.execPath, [program, path, name]).ended);
  const deadline = performance.now() + 90_000;
  for (let i = 0; i < 20; i++) {
    // One after the other while the writers write.
    expect(removeEmissionsRows(path, [`OLD${i}`])).toBeUndefined();
    await new Promise((done) => setTimeout(done, 5));
  }
  expect((await Promise.all(writers)).filter(({ code }) => code !== 0)).toEqual([]);
  expect(performance.now()).toBeLessThan(deadline);
  const ids = readFileSync(path, 'utf8').match(/^,+[ABC]\d+|OLD\d+/gmu) ?? [];
  expect(ids.map((id) => id.replaceAll(',', '')).sort()).toEqual(
    ['A', 'B', 'C'].flatMap((name) => Array.from({ length: 20 }, (_, i) => `${name}${i}`)).sort(),
  );
});
