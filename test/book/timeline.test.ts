import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { encodeLine } from '../../src/book/journal-line.ts';
import { readSamples } from '../../src/book/samples.io.ts';
import { readTimeline } from '../../src/book/timeline.io.ts';
import { begin, close, component, lines, machine, sample, start } from './events.ts';

let dir: string;
let journal: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-timeline-'));
  journal = join(dir, 'journal.jsonl');
});
afterEach(() => rmSync(dir, { recursive: true }));

const ONE = sample([10], [4], [1], [1]);

function write(events: readonly JournalEvent[]): void {
  writeFileSync(journal, '');
  for (const { seq, t, ...event } of lines(events)) appendFileSync(journal, encodeLine(seq, t, event));
}

describe('the timeline of a run', () => {
  test('has stages with their depth, epochs and metrics, at seconds since the start', async () => {
    write([
      start(),
      machine([component('cpu')]),
      begin('train'),
      ONE,
      begin('batch', 'b1', 'train'),
      ONE,
      close('batch', 'b1'),
      { k: 'metric', values: { acc: 0.5 }, epoch: 1 },
      { k: 'epoch', n: 1 },
      ONE,
      close('train'),
      begin('eval'),
      ONE,
    ]);
    const read = await readTimeline(journal);
    expect(read.ok && read.value).toEqual({
      stages: [
        { name: 'train', fromS: 0, toS: 3, depth: 0 },
        { name: 'batch', fromS: 1, toS: 2, depth: 1 },
        { name: 'eval', fromS: 3, toS: null, depth: 0 },
      ],
      epochs: [{ n: 1, atS: 2 }],
      metrics: [{ atS: 2, epoch: 1, values: { acc: 0.5 } }],
      total: { stages: 3, epochs: 1, metrics: 1 },
    });
  });

  test('is found in a journal longer than what is read at once, and a name that looks like an event is none', async () => {
    const text = '"k":"stage"'.repeat(3);
    const many: JournalEvent[] = [start({ name: text }), machine([component('cpu')])];
    for (let i = 0; i < 60_000; i++) {
      many.push(ONE);
      if (i % 20_000 === 0) many.push(begin(`${text} ${i}`, `w${i}`));
    }
    const chunks = lines(many).map(({ seq, t, ...event }) => encodeLine(seq, t, event));
    writeFileSync(journal, Buffer.concat(chunks));
    const read = await readTimeline(journal);
    expect(read.ok && read.value.stages.map(({ fromS }) => fromS)).toEqual([1, 20_001, 40_001]);
    expect(read.ok && read.value.stages[2]?.name).toBe(`${text} 40000`);
  });

  test('keeps the first and the last of very many points, and says how many there are', async () => {
    const many: JournalEvent[] = [start(), machine([component('cpu')])];
    for (let i = 0; i < 9001; i++) many.push({ k: 'metric', values: { loss: i }, step: i });
    writeFileSync(
      journal,
      Buffer.concat(lines(many).map(({ seq, t, ...event }) => encodeLine(seq, t, event))),
    );
    const read = await readTimeline(journal);
    if (!read.ok) throw new Error(read.error.what);
    const { metrics, total } = read.value;
    expect(total.metrics).toBe(9001);
    expect(metrics.length).toBeLessThanOrEqual(4001);
    expect([metrics[0]?.step, metrics.at(-1)?.step]).toEqual([0, 9000]);
  });

  test('passes over a torn line, and tells a journal that is not there', async () => {
    write([start(), machine([component('cpu')]), ONE, { k: 'epoch', n: 1 }]);
    appendFileSync(journal, '{"seq":9,"t":1,"k":"epoch","n":');
    const read = await readTimeline(journal);
    expect(read.ok && read.value.epochs).toEqual([{ n: 1, atS: 1 }]);
    const none = await readTimeline(join(dir, 'none'));
    expect(none.ok ? undefined : none.error.code).toBe('E_BOOK_READ');
  });
});

describe('all samples of a run', () => {
  test('are there one by one, every component with a column of its own', () => {
    const names = ['cpu', ...Array.from({ length: 12 }, (_, i) => `gpu:${i}`)];
    const energies = names.map((_, i) => i + 1);
    const ones = names.map(() => 1);
    write([
      start(),
      machine(names.map((name) => component(name))),
      sample(
        energies,
        names.map(() => 0),
        ones,
        ones,
        { dt: 2 },
      ),
      { k: 'gap', dt: 5, why: 'suspend' },
      sample(
        energies,
        names.map(() => null),
        ones,
        ones,
      ),
    ]);
    const read = readSamples(journal);
    if (!read.ok) throw new Error(read.error.what);
    expect(read.value.channels).toEqual(['machine', 'attributed', ...names]);
    const all: number[][] = [];
    for (const { atS, dtS, watts } of read.value.each()) all.push([atS, dtS, watts[0] ?? 0, watts[14] ?? 0]);
    expect(all).toHaveLength(2);
    expect(all[0]).toEqual([2, 2, 91 / 2, 13 / 2]);
    expect(all[1]?.slice(0, 2)).toEqual([8, 1]);
  });
});
