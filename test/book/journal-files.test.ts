import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JournalEvent, JournalLine } from '../../src/book/journal-event.ts';
import { encodeLine } from '../../src/book/journal-line.ts';
import { JournalReader } from '../../src/book/journal-reader.io.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { bundled, started } from '../bundled.ts';
import { end, sample, start } from './events.ts';

let dir: string;
let count = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-journal-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const fresh = (): string => join(dir, `${count++}.jsonl`);
const mark = (name: string): JournalEvent => ({ k: 'mark', name });

function writer(path: string): JournalWriter {
  const made = JournalWriter.create(path);
  if (!made.ok) throw new Error(made.error.what);
  return made.value;
}

function reopened(path: string): JournalWriter {
  const made = JournalWriter.reopen(path);
  if (!made.ok) throw new Error(made.error.what);
  return made.value;
}

interface Read {
  readonly lines: readonly JournalLine[];
  readonly offsets: readonly number[];
  readonly reader: JournalReader;
}

function read(path: string, from = 0): Read {
  const opened = JournalReader.open(path, { from });
  if (!opened.ok) throw new Error(opened.error.what);
  const entries = [...opened.value];
  return {
    lines: entries.map(({ line }) => line),
    offsets: entries.map(({ offset }) => offset),
    reader: opened.value,
  };
}

const names = (lines: readonly JournalLine[]): readonly string[] =>
  lines.map((line) => (line.k === 'mark' ? line.name : line.k));

test('what is appended is read, each line at the offset that the writer foretold', () => {
  const path = fresh();
  const w = writer(path);
  const offsets: number[] = [];
  for (const event of [start(), sample([1], [0], [1], [1]), mark('m')]) {
    offsets.push(w.bytes);
    expect(w.append(1, event)).toBeUndefined();
  }
  expect(w.sync()).toBeUndefined();
  w.close();
  const { lines, offsets: found, reader } = read(path);
  expect(lines.map(({ seq, k }) => [seq, k])).toEqual([
    [0, 'start'],
    [1, 'sample'],
    [2, 'mark'],
  ]);
  expect(found).toEqual(offsets);
  expect(reader.problems).toEqual([]);
  expect(names(read(path, offsets[2]).lines)).toEqual(['m']);
});

test('the end carries the SHA-256 of all bytes before it, whether written live or after a reopening', () => {
  for (const again of [false, true]) {
    const path = fresh();
    let w = writer(path);
    w.append(1, start());
    if (again) {
      w.close();
      appendFileSync(path, '{"seq":1,"t":2,"k":"ma');
      w = reopened(path);
    }
    w.append(2, mark('é'));
    if (again) {
      appendFileSync(path, ''); // nothing: the writer's own count stands
    }
    expect(w.appendEnd(3, end())).toBeUndefined();
    w.close();
    const { lines, offsets } = read(path);
    const last = lines.at(-1);
    const before = readFileSync(path).subarray(0, offsets.at(-1));
    expect(last).toMatchObject({ k: 'end', sha256: createHash('sha256').update(before).digest('hex') });
  }
});

test('a second journal of the same name is refused; so is the reopening of one that is not there', () => {
  const path = fresh();
  writer(path).close();
  expect(JournalWriter.create(path)).toMatchObject({ ok: false, error: { code: 'E_BOOK_WRITE' } });
  expect(JournalWriter.reopen(fresh())).toMatchObject({ ok: false, error: { code: 'E_BOOK_WRITE' } });
});

test('a live journal is locked; closed, it can be had', () => {
  const path = fresh();
  const made = JournalWriter.create(path, { lock: true });
  if (!made.ok) throw new Error(made.error.what);
  made.value.append(1, start());
  expect(JournalWriter.reopen(path)).toMatchObject({ ok: false, error: { code: 'E_LOCKED' } });
  made.value.close();
  reopened(path).close();
});

test('cut off at every byte, a journal loses the torn line only, and goes on on a line of its own', () => {
  const lines = [start({ command: [] }), mark('a'), mark('b')].map((event, seq) =>
    encodeLine(seq, seq, event),
  );
  const whole = Buffer.concat(lines);
  const lastAt = whole.length - (lines[2]?.length ?? 0);
  for (let length = (lines[0]?.length ?? 0) + 1; length <= whole.length; length++) {
    const path = fresh();
    writeFileSync(path, whole.subarray(0, length));
    const w = reopened(path);
    w.append(9, mark('after'));
    w.close();
    const { lines: found, reader } = read(path);
    const isWhole = (at: number): boolean => length >= at - 1; // without its newline a line is whole
    const expected = [
      'start',
      ...(isWhole(lastAt) ? ['a'] : []),
      ...(isWhole(whole.length) ? ['b'] : []),
      'after',
    ];
    expect(names(found), `cut at ${length}`).toEqual(expected);
    const torn =
      length !== whole.length && length !== lastAt && !(length === lastAt - 1 || length === whole.length - 1);
    expect(reader.problems.length, `cut at ${length}`).toBe(torn ? 1 : 0);
    if (torn)
      expect(reader.problems[0]).toMatchObject({
        code: 'E_JOURNAL',
        at: { file: path, line: isWhole(lastAt) ? 3 : 2 },
      });
    expect(found.every((line, i) => i === 0 || line.seq > (found[i - 1]?.seq ?? 0))).toBe(true);
  }
});

test('an altered byte anywhere costs only its own line, an altered newline none, and is reported with its number', () => {
  const lines = [start({ command: [] }), mark('a'), mark('b'), mark('d')].map((event, seq) =>
    encodeLine(seq, seq, event),
  );
  const whole = Buffer.concat(lines);
  const from = lines[0]?.length ?? 0;
  const to = whole.length - (lines[3]?.length ?? 0);
  const path = fresh();
  for (let at = from; at < to; at++) {
    const altered = Buffer.from(whole);
    altered[at] = (altered[at] as number) ^ 0x04;
    writeFileSync(path, altered);
    const { lines: found, reader } = read(path);
    expect(found.at(0)?.k).toBe('start');
    expect(names(found)).toContain('d');
    expect(found.length, `byte ${at}`).toBe(whole[at] === 0x0a ? 4 : 3);
    expect(reader.problems.length, `byte ${at}`).toBeGreaterThan(0);
    expect(reader.problems[0]?.at?.line).toBeGreaterThan(1);
  }
});

const readOf = (...parts: readonly (Uint8Array | undefined)[]): Read => {
  const path = fresh();
  writeFileSync(path, Buffer.concat(parts.map((part) => part ?? new Uint8Array())));
  return read(path);
};
test('lines that were taken out, put in twice or put in another order are noticed', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name, seq) => encodeLine(seq, seq, mark(name)));
  expect(readOf(a, c, d).reader.problems).toMatchObject([
    { what: expect.stringContaining('one line is missing') as string },
  ]);
  expect(readOf(b, c, d).reader.problems).toMatchObject([
    { what: expect.stringContaining('one line is missing') as string },
  ]);
  expect(names(readOf(a, b, b, c).lines)).toEqual(['a', 'b', 'c']);
  expect(readOf(a, b, b, c).reader.problems).toHaveLength(1);
  expect(names(readOf(a, c, b, d).lines)).toEqual(['a', 'c', 'd']);
  expect(readOf(a, b, c, d).reader.problems).toEqual([]);
});

test('kinds of a later version are counted, empty lines are nothing', () => {
  const path = fresh();
  const future = encodeLine(1, 1, { k: 'aura' } as unknown as JournalEvent);
  writeFileSync(
    path,
    Buffer.concat([encodeLine(0, 0, mark('a')), Buffer.from('\n'), future, encodeLine(2, 2, mark('b'))]),
  );
  const { lines, reader } = read(path);
  expect(names(lines)).toEqual(['a', 'b']);
  expect(reader.problems).toEqual([]);
  expect([...reader.unknownEvents]).toEqual([['aura', 1]]);
});

test('zeros of a crashed disk, even megabytes of them without a newline, are one skipped line', () => {
  const path = fresh();
  const w = writer(path);
  w.append(0, mark('a'));
  w.close();
  truncateSync(path, statSync(path).size + (20 << 20));
  const again = reopened(path);
  again.append(1, mark('b'));
  again.close();
  const { lines, reader } = read(path);
  expect(names(lines)).toEqual(['a', 'b']);
  expect(reader.problems).toMatchObject([{ code: 'E_JOURNAL', at: { line: 2 } }]);
});

test('any journal is read the same through chunks of any size: lines longer than a chunk', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 6 }), (lengths) => {
      const path = fresh();
      const w = writer(path);
      for (const length of lengths) w.append(0, mark('x'.repeat(length)));
      w.close();
      const { lines, reader } = read(path);
      rmSync(path);
      expect(names(lines).map((name) => name.length)).toEqual(lengths);
      expect(reader.problems).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

const FULL_DISK = `
  import { execFileSync } from 'node:child_process';
  import { JournalWriter } from './src/book/journal-writer.io.ts';
  const made = JournalWriter.create(process.argv[2]!, { lock: true });
  if (!made.ok) throw new Error(made.error.what);
  const w = made.value;
  const limit = (bytes: string) => execFileSync('prlimit', ['--fsize=' + bytes + ':', '--pid', String(process.pid)]);
  const mark = (name: string) => w.append(1, { k: 'mark', name });
  const said = [mark('a')?.code];
  limit(String(w.bytes + 30));
  said.push(mark('torn')?.code, mark('lost')?.code, mark('lost too')?.code);
  limit('unlimited');
  said.push(mark('b')?.code, w.appendEnd(2, JSON.parse(process.argv[3]!))?.code, w.sync()?.code);
  console.log(JSON.stringify(said));
`;

test('a disk that is full for a while costs only what was written then, and the command goes on', async () => {
  const path = fresh();
  const program = bundled(FULL_DISK);
  const { out, err, code } = await started(process.execPath, [program, path, JSON.stringify(end())]).ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toEqual([null, 'E_BOOK_WRITE', 'E_BOOK_WRITE', 'E_BOOK_WRITE', null, null, null]);
  const { lines, offsets, reader } = read(path);
  expect(names(lines)).toEqual(['a', 'b', 'end']);
  expect(reader.problems).toMatchObject([
    { at: { line: 2 }, why: expect.stringContaining('not whole') as string },
    { at: { line: 3 }, what: expect.stringContaining('2 lines are missing') as string },
  ]);
  const before = readFileSync(path).subarray(0, offsets.at(-1));
  expect(lines.at(-1)).toMatchObject({ sha256: createHash('sha256').update(before).digest('hex') });
});

const HOLDER = `
  import { JournalWriter } from './src/book/journal-writer.io.ts';
  const made = JournalWriter.create(process.argv[2]!, { lock: true });
  if (!made.ok) throw new Error(made.error.what);
  made.value.append(1, { k: 'mark', name: 'alive' });
  console.log('holding');
  setInterval(() => {}, 1000);
`;

test('the lock of a live run holds against others and is free when the run is killed, with and without native bindings', async () => {
  const program = bundled(HOLDER);
  for (const env of [{}, { JOULEBOOK_NO_NATIVE: '1' }]) {
    const path = fresh();
    const holder = started(process.execPath, [program, path], env);
    await holder.said('holding');
    expect(JournalWriter.reopen(path)).toMatchObject({ ok: false, error: { code: 'E_LOCKED' } });
    holder.kill('SIGKILL');
    await holder.ended;
    reopened(path).close();
  }
});
