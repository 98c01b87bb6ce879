import { closeSync, openSync, readSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';
import { JournalReader } from './journal-reader.io.ts';
import type { RunFolder } from './run-folder.io.ts';
import { newSha256 } from './sha256.io.ts';

/** What a journal was found to be. */
export interface JournalVerdict {
  /** Whole lines. */
  readonly lines: number;
  /** Hash of all before the end, as it was computed now; null where the run has no end yet. */
  readonly sha256: string | null;
  /** Everything that does not hold, in the order of the lines; empty where all does. */
  readonly faults: readonly Problem[];
}

/**
 * Checks a journal: the checksum of every line, that no number is missing or there twice, that it is this run's, and that the bytes before its
 * end are those whose SHA-256 the end carries. What was written after the end (tags, notes, a name) has the checksums of its lines
 * only. E_BOOK_READ where the journal cannot be read.
 *
 * @param isOver whether the run's record says that it has ended, so that the journal must say so too.
 */
export function verifyJournal({ id, journal }: RunFolder, isOver: boolean): Result<JournalVerdict> {
  const reader = JournalReader.open(journal);
  if (!reader.ok) return reader;
  const faults: Problem[] = [];
  let lines = 0;
  let end: { readonly number: number; readonly offset: number; readonly sha256: string } | undefined;
  for (const { line, offset, number } of reader.value) {
    lines++;
    if (line.k === 'start' && line.id !== id) {
      faults.push(fault(journal, number, `line ${number} begins another run`, `it is ${line.id}`));
    }
    if (line.k === 'end') end ??= { number, offset, sha256: line.sha256 };
  }
  for (const count of reader.value.unknownEvents.values()) lines += count;
  faults.push(...reader.value.problems);
  if (end === undefined) {
    if (isOver)
      faults.push(fault(journal, undefined, 'the end is missing', 'the record says that there is one'));
    return ok({ lines, sha256: null, faults });
  }
  const sha256 = hashBefore(journal, end.offset);
  if (!sha256.ok) return sha256;
  if (sha256.value !== end.sha256) {
    const why = `the ${end.offset} bytes before it have the SHA-256 ${sha256.value}, not ${end.sha256} as it says`;
    faults.push(
      fault(journal, end.number, `line ${end.number} is not the end of what stands before it`, why),
    );
  }
  return ok({ lines, sha256: sha256.value, faults });
}

function fault(file: string, line: number | undefined, what: string, why: string): Problem {
  return problem('E_JOURNAL', what, why, undefined, { file, ...(line === undefined ? {} : { line }) });
}

const CHUNK = 1 << 20;

function hashBefore(path: string, length: number): Result<string> {
  try {
    const fd = openSync(path, 'r');
    try {
      const hash = newSha256();
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, length)));
      for (let at = 0; at < length; ) {
        const n = readSync(fd, chunk, 0, Math.min(chunk.length, length - at), at);
        if (n === 0) break;
        hash.update(chunk.subarray(0, n));
        at += n;
      }
      return ok(hash.digest('hex'));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
  }
}
