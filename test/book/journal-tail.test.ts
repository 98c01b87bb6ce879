import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeLine } from '../../src/book/journal-line.ts';
import { JournalTail } from '../../src/book/journal-tail.io.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { component, lines, machine, sample, start } from './events.ts';

function aFile(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'joulebook-tail-')), 'journal.jsonl');
  writeFileSync(path, '');
  return path;
}

function read(tail: JournalTail, most?: number): readonly number[] {
  const seen: number[] = [];
  tail.read((line) => seen.push(line.seq), most);
  return seen;
}

const mark = (seq: number, name = 'a'): Uint8Array => encodeLine(seq, seq, { k: 'mark', name });

test('only what is new is read, in whole lines, however they are written', () => {
  const path = aFile();
  const tail = JournalTail.open(path);
  if (tail === undefined) throw new Error('not opened');
  expect(read(tail)).toEqual([]);
  appendFileSync(path, mark(0));
  appendFileSync(path, mark(1).subarray(0, 20));
  expect(read(tail)).toEqual([0]);
  expect(read(tail)).toEqual([]);
  appendFileSync(path, mark(1).subarray(20));
  appendFileSync(path, mark(2));
  expect(read(tail)).toEqual([1, 2]);
  appendFileSync(path, 'damage\n');
  appendFileSync(path, mark(4, 'x'.repeat(200_000)));
  appendFileSync(path, mark(5));
  expect(read(tail)).toEqual([4, 5]);
  rmSync(path);
  expect(tail.size).toBe(0);
  tail.close();
});

test('a long journal is read in pieces', () => {
  const path = aFile();
  for (let n = 0; n < 5000; n++) appendFileSync(path, mark(n));
  const tail = JournalTail.open(path);
  const seen: number[] = [];
  if (tail === undefined) throw new Error('no tail');
  while (seen.length < 5000) {
    const piece = read(tail, 70_000);
    expect(piece.length).toBeLessThan(3000);
    seen.push(...piece);
  }
  expect(seen).toEqual(Array.from({ length: 5000 }, (_, n) => n));
  tail.close();
});

test('one that is not there is not opened', () => {
  expect(JournalTail.open('/nonexistent/journal.jsonl')).toBeUndefined();
});

test('a reducer that keeps totals alone comes to the same totals, without the parts', () => {
  const events = [
    start(),
    machine([component('cpu')]),
    { k: 'stage', op: 'begin', name: 's', w: '1' },
    ...Array.from({ length: 20 }, () => sample([10], [2], [0.5], [0.5])),
    { k: 'epoch', n: 1 },
    { k: 'stage', op: 'end', name: 's', w: '1' },
    { k: 'mark', name: 'm' },
  ] as const;
  const [all, totals] = [new RunReducer('A'), new RunReducer('A', 'totals')];
  for (const line of lines(events)) {
    all.apply(line);
    totals.apply(line);
  }
  const { stages, epochs, ...energy } = totals.record().energy;
  expect([stages, epochs, totals.record().marks]).toEqual([{}, [], []]);
  expect(all.record().energy).toMatchObject(energy);
  expect(all.record().energy.epochs).toHaveLength(1);
  expect(totals.attributedWallJ).toBe(all.attributedWallJ);
});
