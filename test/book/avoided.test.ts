import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { avoidedIn, noteAvoided } from '../../src/book/avoided.io.ts';
import type { Avoided } from '../../src/book/avoided.ts';
import { estimate, written } from '../../src/units/estimate.ts';

const entry = (stage: string): Avoided => ({
  at: '2026-11-26T07:00:00.000Z',
  project: 'digits',
  stage,
  energy: written(estimate(10, { 'model:h1': 0.1 }), 'J'),
  carbon: { value: null, low: 1, high: 2, unit: 'g', errors: {} },
});
const folder = (): string => mkdtempSync(join(tmpdir(), 'joulebook-avoided-'));

test('what is noted is read back, in order; a book that notes nothing has none', () => {
  const book = folder();
  expect(avoidedIn(book)).toEqual({ entries: [] });
  expect(noteAvoided(book, [])).toBeUndefined();
  expect(noteAvoided(book, [entry('a'), entry('b "quoted"\n')])).toBeUndefined();
  expect(noteAvoided(book, [entry('c')])).toBeUndefined();
  expect(avoidedIn(book).entries).toEqual([entry('a'), entry('b "quoted"\n'), entry('c')]);
});

test('torn, altered and foreign lines are left out and told, the others are read', () => {
  const book = folder();
  const path = join(book, 'avoided.jsonl');
  noteAvoided(book, [entry('a'), entry('b')]);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"stage":"b"', '"stage":"B"'));
  appendFileSync(path, 'not ours\n');
  noteAvoided(book, [entry('c')]);
  appendFileSync(path, '{"at":"2026');
  const { entries, problem } = avoidedIn(book);
  expect(entries.map(({ stage }) => stage)).toEqual(['a', 'c']);
  expect(problem).toMatchObject({ code: 'E_JOURNAL', what: expect.stringContaining('3 lines') as string });
});

test('a book that cannot be written says why', () => {
  expect(noteAvoided(join(folder(), 'gone'), [entry('a')])).toMatchObject({ code: 'E_BOOK_WRITE' });
});
