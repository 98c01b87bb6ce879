import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { amendRun } from '../../src/book/amend.io.ts';
import type { Amendment } from '../../src/book/amendment.ts';
import { emissionsPath, finishRun } from '../../src/book/finish.io.ts';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { encodeLine } from '../../src/book/journal-line.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { readRecord, writeRecord } from '../../src/book/record-file.io.ts';
import { readRun, recoverBook, recoverRun } from '../../src/book/recover.io.ts';
import { createRunFolder, listRunFolders, type RunFolder, runFolder } from '../../src/book/run-folder.io.ts';
import { runId } from '../../src/book/run-id.ts';
import { createBook } from '../../src/book/locate.io.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { bundled, started } from '../bundled.ts';
import { component, end, lines, machine, sample, sourced, start } from './events.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let book: string;
let made = 0;
beforeEach(() => {
  book = join(mkdtempSync(join(tmpdir(), 'jb-recover-')), '.joulebook');
  createBook(book);
});
afterEach(() => rmSync(join(book, '..'), { recursive: true }));

function newFolder(): RunFolder {
  const folder = createRunFolder(book, runId(NOW - 1000 * made++, Math.random));
  if (!folder.ok) throw new Error(folder.error.what);
  return folder.value;
}

const CPU = machine([component('cpu')]);
const SECOND = sample([10], [4], [1], [1]);

/** A journal on the disk as a killed tracker leaves it. */
function killed(events: readonly JournalEvent[] = [CPU, SECOND, SECOND, SECOND], tail = ''): RunFolder {
  const folder = newFolder();
  const all = [start({ id: folder.id, rootId: folder.id }), ...events];
  writeFileSync(
    folder.journal,
    Buffer.concat(lines(all).map(({ seq, t, ...event }) => encodeLine(seq, t, event as JournalEvent))),
  );
  appendFileSync(folder.journal, tail);
  return folder;
}

function recordOf(folder: RunFolder): RunRecord {
  const record = readRecord(folder);
  if (!record.ok) throw new Error(record.error.what);
  return record.value;
}

const rows = (): readonly string[] =>
  existsSync(emissionsPath(book))
    ? readFileSync(emissionsPath(book), 'utf8').trim().split('\n').slice(1)
    : [];

test('a run that was killed is closed as lost, with its energy up to its last sample', () => {
  const folder = killed();
  expect(recoverRun(book, folder, NOW)).toMatchObject({ state: 'closed', problems: [] });
  expect(recordOf(folder)).toMatchObject({
    id: folder.id,
    state: 'lost',
    exitCode: null,
    durationS: 3,
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:00:03.000Z',
    samples: 3,
    energy: { wall: { attributed: { value: 30 } } },
  });
  expect(rows()).toHaveLength(1);
  expect(readdirSync(folder.dir).sort()).toEqual(['journal.jsonl', 'run.json']);
});

test('a lost run has its water, its cost and its market-based carbon', () => {
  const constants = {
    wue: sourced(0.2, 'L/kWh'),
    market: sourced(30, 'g/kWh'),
    price: { ...sourced(0.3, 'EUR/kWh'), currency: 'EUR' },
  };
  const folder = killed([machine([component('cpu')], constants), sample([3.6e6], [0], [1], [1])]);
  recoverRun(book, folder, NOW);
  const { water, cost, carbon, state } = recordOf(folder);
  expect(state).toBe('lost');
  expect(water?.total).toMatchObject({ value: expect.closeTo(0.2, 12) as number, unit: 'L' });
  expect(cost?.total).toMatchObject({ value: expect.closeTo(0.45, 12) as number, unit: 'EUR' });
  expect(carbon.market?.operational.value).toBeCloseTo(45, 9);
  expect(rows()[0]?.split(',')[14]).toBe('0.2'); // water_consumed
});

describe('what the run reported and its tracker did not live to read', () => {
  const REPORT = [
    { epoch: 0, epochs: 3, loss: 0.5 },
    { mark: 'half', step: 7, acc: 0.25 },
    { epoch: 1, loss: 0.4 },
    { epoch: 2, step: 1, loss: 0.3 },
  ];
  const READ: readonly JournalEvent[] = [
    { k: 'metric', values: { loss: 0.5 }, epoch: 0 },
    { k: 'epoch', n: 0, of: 3 },
  ];
  const reported = (folder: RunFolder, tail = ''): void =>
    writeFileSync(folder.report, REPORT.map((line) => `${JSON.stringify(line)}\n`).join('') + tail);

  test('is taken in at the last reading, and said to be unmeasured', () => {
    const folder = killed([CPU, SECOND, ...READ, SECOND, SECOND]);
    reported(folder, '{"loss":0.');
    expect(recoverRun(book, folder, NOW)).toMatchObject({ state: 'closed', problems: [] });
    const record = recordOf(folder);
    expect(record).toMatchObject({
      state: 'lost',
      durationS: 3,
      samples: 3,
      metrics: { loss: 0.3, acc: 0.25 },
      marks: [{ name: 'half', atS: 3, attributedJ: 30 }],
      energy: { wall: { attributed: { value: 30 } } },
    });
    expect(record.energy.epochs).toMatchObject([
      { n: 0, durationS: 1, metrics: { loss: 0.5 } },
      { n: 1, durationS: 2, metrics: { loss: 0.4 } },
    ]);
    expect(record.energy.epochs.map(({ attributed }) => attributed.value)).toEqual([10, 20]);
    expect(record.warnings).toMatchObject([
      {
        code: 'E_PROTOCOL',
        what: '1 epoch, 1 mark and 3 lines of metrics came when nobody measured any more',
      },
    ]);
    expect(readdirSync(folder.dir).sort()).toEqual(['journal.jsonl', 'run.json']);
    const again = readRun(folder);
    if (!again.ok) throw new Error(again.error.what);
    expect(JSON.parse(JSON.stringify(again.run.record()))).toEqual(record);
  });

  test('is taken in once, wherever a recovery is cut off', () => {
    const whole = killed([CPU, SECOND, ...READ, SECOND, SECOND]);
    reported(whole);
    const begun = readFileSync(whole.journal).length;
    recoverRun(book, whole, NOW);
    const bytes = readFileSync(whole.journal);
    const expected = recordOf(whole);
    for (let length = begun; length < bytes.length; length += 5) {
      rmSync(whole.record, { force: true });
      writeFileSync(whole.journal, bytes.subarray(0, length));
      reported(whole);
      expect(recoverRun(book, whole, NOW).state).toBe('closed');
      const { metrics, marks, energy } = recordOf(whole);
      expect({ metrics, marks, epochs: energy.epochs.map(({ n }) => n) }, `cut at ${length}`).toEqual({
        metrics: expected.metrics,
        marks: expected.marks,
        epochs: [0, 1],
      });
    }
  });

  test('is nothing where all had been read: no warning', () => {
    const folder = killed([CPU, SECOND, ...READ]);
    writeFileSync(folder.report, `${JSON.stringify(REPORT[0])}\n`);
    recoverRun(book, folder, NOW);
    expect(recordOf(folder)).toMatchObject({ warnings: [], metrics: { loss: 0.5 } });
    expect(existsSync(folder.report)).toBe(false);
  });

  test('of a run that has ended nothing is taken: its own tracker had read it all', () => {
    const folder = ended();
    reported(folder);
    expect(recoverRun(book, folder, NOW)).toMatchObject({
      state: 'derived',
      record: { metrics: {}, warnings: [] },
    });
  });
});

test('its record is that of its journal, and a second look changes nothing', () => {
  const folder = killed(undefined, '{"seq":5,"t":104,"k":"sam');
  const { problems } = recoverRun(book, folder, NOW);
  expect(problems).toMatchObject([{ code: 'E_JOURNAL', at: { line: 6 } }]);
  const record = recordOf(folder);
  expect(record.warnings).toMatchObject([{ code: 'E_JOURNAL' }]);
  const again = readRun(folder);
  if (!again.ok) throw new Error(again.error.what);
  expect(JSON.parse(JSON.stringify(again.run.record()))).toEqual(record);
  const journal = readFileSync(folder.journal, 'utf8');
  expect(recoverBook(book, NOW).runs).toEqual([]);
  expect(readFileSync(folder.journal, 'utf8')).toBe(journal);
});

test('cut off anywhere after its first line, a run is recovered with the samples that are whole', () => {
  const whole = readFileSync(killed([CPU, SECOND, SECOND, SECOND]).journal);
  const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at);
  rmSync(join(book, 'runs'), { recursive: true });
  const first = ends[0] ?? 0;
  for (let length = first; length <= whole.length; length += 7) {
    const folder = newFolder();
    writeFileSync(folder.journal, whole.subarray(0, length));
    expect(recoverRun(book, folder, NOW).state).toBe('closed');
    const samples = ends.slice(2).filter((at) => at <= length).length;
    expect(recordOf(folder)).toMatchObject({
      state: 'lost',
      samples,
      energy: { wall: { attributed: { value: 10 * samples } } },
    });
  }
});

function ended(): RunFolder {
  return killed([CPU, SECOND, { ...end({ durationS: 1 }), sha256: '' }]);
}

describe('what was done already is not done again', () => {
  test('ended and not derived: the record and the row are made, the end stands', () => {
    const folder = ended();
    const before = readFileSync(folder.journal);
    expect(recoverRun(book, folder, NOW)).toMatchObject({ state: 'derived', record: { state: 'ok' } });
    expect(readFileSync(folder.journal).equals(before)).toBe(true);
    expect(rows()).toHaveLength(1);
  });

  test('the row was there, the record was not: one row', () => {
    const folder = ended();
    recoverRun(book, folder, NOW);
    rmSync(folder.record);
    expect(recoverBook(book, NOW).runs).toMatchObject([{ state: 'derived' }]);
    expect(rows()).toHaveLength(1);
  });

  test('a record that says running, or is damaged, is made anew; one that is final is left', () => {
    const [running, damaged, final] = [killed(), killed(), killed()];
    const run = readRun(running);
    if (!run.ok) throw new Error(run.error.what);
    writeRecord(running, run.run.record());
    writeFileSync(damaged.record, '{"schema":"joulebook.run/1","state":"o');
    recoverRun(book, final, NOW);
    writeFileSync(final.record, readFileSync(final.record, 'utf8').replace('"digits"', '"mine"'));
    expect(
      recoverBook(book, NOW)
        .runs.map(({ id }) => id)
        .sort(),
    ).toEqual([running.id, damaged.id].sort());
    expect(recordOf(running).state).toBe('lost');
    expect(recordOf(final).project).toBe('mine');
  });
});

test('a nested run has no row of its own', () => {
  const folder = newFolder();
  const all = lines([start({ id: folder.id, parentId: 'P', rootId: 'P' }), CPU, SECOND]);
  writeFileSync(
    folder.journal,
    Buffer.concat(all.map(({ seq, t, ...event }) => encodeLine(seq, t, event as JournalEvent))),
  );
  expect(recoverRun(book, folder, NOW).state).toBe('closed');
  expect(rows()).toEqual([]);
});

const LIVE = `
  import { JournalWriter } from './src/book/journal-writer.io.ts';
  const made = JournalWriter.create(process.argv[2]!, { lock: true });
  if (!made.ok) throw new Error(made.error.what);
  JSON.parse(process.argv[3]!).forEach((event: never, i: number) => made.value.append(100 + i, event));
  console.log('alive');
  setInterval(() => {}, 1000);
`;

test('a live run is never touched; killed, it is closed by the next look', async () => {
  const folder = newFolder();
  const events = JSON.stringify([start({ id: folder.id }), CPU, SECOND]);
  const live = started(process.execPath, [bundled(LIVE), folder.journal, events]);
  await live.said('alive');
  const before = readFileSync(folder.journal);
  expect(recoverRun(book, folder, NOW)).toEqual({ id: folder.id, state: 'alive', problems: [] });
  expect(recoverBook(book, NOW).runs).toEqual([]);
  chmodSync(folder.journal, 0o444);
  expect(recoverRun(book, folder, NOW).state).toBe('alive');
  chmodSync(folder.journal, 0o644);
  expect(readFileSync(folder.journal).equals(before)).toBe(true);
  expect(amendRun(book, folder, [{ k: 'rename', name: 'x' }], NOW)).toMatchObject({
    ok: false,
    error: { code: 'E_LOCKED', fix: expect.any(String) },
  });
  live.kill('SIGKILL');
  await live.ended;
  expect(recoverBook(book, NOW).runs).toMatchObject([
    { state: 'closed', record: { state: 'lost', samples: 1 } },
  ]);
});

test('a run that is just starting is left alone; an old empty one is closed', () => {
  const folder = newFolder();
  expect(recoverRun(book, folder, NOW).state).toBe('nothing');
  writeFileSync(folder.journal, '');
  expect(recoverRun(book, folder, Date.now()).state).toBe('nothing');
  expect(recoverRun(book, folder, Date.now() + 120_000)).toMatchObject({
    state: 'closed',
    record: { id: folder.id, state: 'lost', samples: 0 },
  });
});

test('two recoveries at once: the end is written once', async () => {
  const folder = killed();
  const program = bundled(`
    import { recoverBook } from './src/book/recover.io.ts';
    console.log(recoverBook(process.argv[2]!, Date.now()).runs.map((run) => run.state).join());
  `);
  const ran = await Promise.all(
    Array.from({ length: 6 }, () => started(process.execPath, [program, book]).ended),
  );
  expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
  expect(readFileSync(folder.journal, 'utf8').match(/"k":"end"/gu)).toHaveLength(1);
  expect(rows()).toHaveLength(1);
  expect(recordOf(folder).state).toBe('lost');
});

test('folders of a book are found by year and month, oldest first; other things in it are not runs', () => {
  const folders = [killed(), killed(), killed()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  mkdirSync(join(book, 'runs', 'notes'), { recursive: true });
  writeFileSync(join(book, 'runs', '2026', 'x.txt'), '');
  expect(listRunFolders(book)).toEqual({ folders, drafts: [], problems: [] });
  expect(runFolder(book, folders[0]?.id ?? '')).toEqual(folders[0]);
  expect(folders[0]?.dir).toContain(join('runs', '2026', '03'));
  expect(listRunFolders(join(book, 'none'))).toEqual({ folders: [], drafts: [], problems: [] });
});

describe('amending', () => {
  const EVENTS: readonly Amendment[] = [
    { k: 'tag', add: ['good', 'first'], remove: [] },
    { k: 'tag', add: [], remove: ['first'] },
    { k: 'note', text: 'ran “twice”', at: '2026-03-02T00:00:00Z' },
    { k: 'rename', name: 'best' },
  ];

  test('in the journal and in the record: the same as deriving it again', () => {
    const folder = killed([CPU, SECOND, { ...end(), sha256: '' }], '');
    recoverRun(book, folder, NOW);
    const amended = amendRun(book, folder, EVENTS, NOW);
    expect(amended).toMatchObject({
      ok: true,
      value: { name: 'best', tags: ['good'], notes: [{ text: 'ran “twice”' }], state: 'ok' },
    });
    const again = readRun(folder);
    if (!again.ok) throw new Error(again.error.what);
    expect(again.problems).toEqual([]);
    expect(recordOf(folder)).toEqual(JSON.parse(JSON.stringify(again.run.record())));
    expect(rows()).toHaveLength(1);
  });

  test('a lost run is closed first; a lost record is derived; a torn tail is no obstacle', () => {
    const folder = killed(undefined, 'torn');
    expect(amendRun(book, folder, EVENTS, NOW)).toMatchObject({
      ok: true,
      value: { state: 'lost', name: 'best' },
    });
    writeFileSync(folder.record, 'damaged');
    appendFileSync(folder.journal, 'torn again');
    expect(amendRun(book, folder, [{ k: 'rename', name: 'better' }], NOW)).toMatchObject({
      ok: true,
      value: { name: 'better', tags: ['good'] },
    });
  });

  test('many at once: nothing is lost', async () => {
    const folder = killed();
    recoverRun(book, folder, NOW);
    const program = bundled(`
      import { amendRun } from './src/book/amend.io.ts';
      import { runFolder } from './src/book/run-folder.io.ts';
      const [, , book, id, tag] = process.argv as string[];
      const done = amendRun(book!, runFolder(book!, id!), [{ k: 'tag', add: [tag!], remove: [] }], Date.now());
      if (!done.ok) { console.error(done.error); process.exit(1); }
    `);
    const tags = Array.from({ length: 12 }, (_, i) => `t${i}`);
    const ran = await Promise.all(
      tags.map((tag) => started(process.execPath, [program, book, folder.id, tag]).ended),
    );
    expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
    expect([...recordOf(folder).tags].sort()).toEqual(['first', ...tags].sort());
  });
});

test('finishing a run writes its record, its row, and the row of each further file', () => {
  const folder = newFolder();
  const writer = JournalWriter.create(folder.journal);
  if (!writer.ok) throw new Error(writer.error.what);
  const run = new RunReducer(folder.id);
  const all = lines([start({ id: folder.id, rootId: folder.id }), CPU, SECOND, { ...end(), sha256: '' }]);
  for (const line of all) run.apply(line);
  const more = join(book, '..', 'out', 'mine.csv');
  const finished = finishRun(book, folder, run, { csv: [more] });
  expect(finished.problems).toEqual([]);
  expect(recordOf(folder)).toEqual(JSON.parse(JSON.stringify(finished.record)));
  expect(readFileSync(more, 'utf8')).toBe(readFileSync(emissionsPath(book), 'utf8'));
  rmSync(folder.dir, { recursive: true });
  expect(finishRun(book, folder, run).problems).toMatchObject([{ code: 'E_BOOK_WRITE' }]);
  writer.value.close();
});
