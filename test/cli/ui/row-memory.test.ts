import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBook } from '../../../src/book/book.io.ts';
import { RowMemory } from '../../../src/cli/ui/row-memory.io.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import { aRecord, putRecord } from '../../book/a-record.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'joulebook-rows-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Of a book whose folders have not changed for so long, by its clock. */
function memory({ settledMs }: { settledMs: number }): RowMemory {
  const host = realHost({ cwd: folder, env: {} });
  const clock = { ...host.clock, wallMs: () => Date.now() + settledMs };
  const book = openBook({ ...host, clock }, { create: true });
  if (!book.ok) throw new Error(book.error.what);
  return new RowMemory(book.value);
}

function put(wishes: Parameters<typeof aRecord>[0]): string {
  const record = aRecord(wishes);
  putRecord(join(folder, '.joulebook'), record);
  return record.id;
}

const names = ({ rows }: ReturnType<RowMemory['all']>): readonly string[] => rows.map(({ name }) => name);

test('what is known of the runs holds while none came or went, whatever has changed in one', () => {
  const id = put({ name: 'one' });
  const rows = memory({ settledMs: 60_000 });
  expect(names(rows.all())).toEqual(['one']);
  put({ id, name: 'another name' });
  expect(names(rows.known())).toEqual(['one']);
  expect(names(rows.all())).toEqual(['another name']);
  put({ name: 'two' });
  expect(names(rows.known()).toSorted()).toEqual(['another name', 'two']);
});

test('just after a run came, every look is a whole one: times of files are too coarse to tell', () => {
  const id = put({ name: 'one' });
  const rows = memory({ settledMs: 0 });
  expect(names(rows.all())).toEqual(['one']);
  put({ id, name: 'another name' });
  expect(names(rows.known())).toEqual(['another name']);
});
