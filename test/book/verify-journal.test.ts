import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crc32c } from '../../src/book/crc32c.ts';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { encodeLine } from '../../src/book/journal-line.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { createRunFolder, type RunFolder } from '../../src/book/run-folder.io.ts';
import { type JournalVerdict, verifyJournal } from '../../src/book/verify-journal.io.ts';
import { component, end, ID, machine, sample, start } from './events.ts';

let book: string;
let folder: RunFolder;
beforeEach(() => {
  book = mkdtempSync(join(tmpdir(), 'jb-verify-'));
  const made = createRunFolder(book, ID);
  if (!made.ok) throw new Error(made.error.what);
  folder = made.value;
});
afterEach(() => rmSync(book, { recursive: true }));

const SECOND = sample([10], [4], [1], [1]);

/** A journal of six lines, as the real writer leaves it. */
function written(): Buffer {
  const writer = JournalWriter.create(folder.journal);
  if (!writer.ok) throw new Error(writer.error.what);
  [start(), machine([component('cpu')]), SECOND, SECOND].forEach((event, i) =>
    writer.value.append(100 + i, event),
  );
  writer.value.appendEnd(104, end());
  writer.value.append(105, { k: 'tag', add: ['x'], remove: [] });
  writer.value.close();
  return readFileSync(folder.journal);
}

function verdict(isOver = true): JournalVerdict {
  const found = verifyJournal(folder, isOver);
  if (!found.ok) throw new Error(found.error.what);
  return found.value;
}

const faults = (): readonly string[] =>
  verdict().faults.map(({ at, what, why }) => `${at?.line ?? '-'}: ${what}: ${why}`);

/** The byte offset at which each line begins, and the length. */
function starts(bytes: Buffer): readonly number[] {
  return [0, ...[...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1)];
}

test('a journal as it was written holds', () => {
  const bytes = written();
  const before = bytes.subarray(0, starts(bytes)[4]);
  expect(verdict()).toEqual({
    lines: 6,
    sha256: createHash('sha256').update(before).digest('hex'),
    faults: [],
  });
});

test('any byte that is changed, anywhere, is found, and in which line', () => {
  const bytes = written();
  const lineStarts = starts(bytes);
  for (let at = 0; at < bytes.length; at += 3) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    writeFileSync(folder.journal, changed);
    const line = lineStarts.findLastIndex((begin) => begin <= at) + 1;
    const found = verdict().faults;
    expect(found, `byte ${at}`).not.toEqual([]);
    expect(found[0]?.at?.line, `byte ${at}`).toBe(line);
  }
});

describe('says which line is wrong', () => {
  /** Lines, numbers and checksums that fit, as somebody makes them who knows the format. */
  const forged = (seq: number, event: JournalEvent): Buffer => Buffer.from(encodeLine(seq, 100 + seq, event));

  test.each<[string, (lines: readonly Buffer[]) => readonly Buffer[], RegExp[]]>([
    [
      'a line that was taken out',
      (lines) => lines.filter((_, i) => i !== 2),
      [/^3: one line is missing from the journal before line 3/, /^4: line 4 is not the end of what stands/],
    ],
    [
      'a line that is there twice',
      (lines) => lines.flatMap((line, i) => (i === 2 ? [line, line] : [line])),
      [/^4: line 4 of the journal was skipped: a line with its number was there before/, /^6: line 6 is not/],
    ],
    [
      'a line in the place of another, with a checksum that fits',
      (lines) => lines.map((line, i) => (i === 2 ? forged(2, sample([1], [0.4], [1], [1])) : line)),
      [
        /^5: line 5 is not the end of what stands before it: the \d+ bytes before it have the SHA-256 [0-9a-f]{64}/,
      ],
    ],
    [
      'an empty line',
      (lines) => [...lines.slice(0, 2), Buffer.from('\n'), ...lines.slice(2)],
      [/^6: line 6 is not/],
    ],
    ['no end', (lines) => lines.slice(0, 4), [/^-: the end is missing: the record says that there is one/]],
    [
      'the journal of another run',
      (lines) => lines.map((line, i) => (i === 0 ? forged(0, start({ id: 'OTHER' })) : line)),
      [/^1: line 1 begins another run: it is OTHER/, /^5: line 5 is not/],
    ],
    [
      'a torn tail',
      (lines) => [...lines.slice(0, 5), (lines[5] as Buffer).subarray(0, 20)],
      [/^6: line 6 of the journal was skipped: the line is not whole/],
    ],
  ])('%s', (_, change, expected) => {
    const bytes = written();
    const at = starts(bytes);
    const lines = at.slice(0, -1).map((begin, i) => bytes.subarray(begin, at[i + 1]));
    writeFileSync(folder.journal, Buffer.concat(change(lines)));
    const found = faults();
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, i) => expect(found[i]).toMatch(pattern));
  });
});

test('a run that is alive has no end yet, and that is no fault', () => {
  const bytes = written();
  writeFileSync(folder.journal, bytes.subarray(0, starts(bytes)[4]));
  expect(verdict(false)).toEqual({ lines: 4, sha256: null, faults: [] });
});

test('whole lines of a kind that only a later version knows are no fault', () => {
  const text = '{"seq":0,"t":100,"k":"later"';
  const crc = crc32c(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
  writeFileSync(folder.journal, `${text},"c":"${crc}"}\n`);
  expect(verdict(false)).toEqual({ lines: 1, sha256: null, faults: [] });
});

test('no journal is no verdict', () => {
  expect(verifyJournal(folder, true)).toMatchObject({ ok: false, error: { code: 'E_BOOK_READ' } });
});
