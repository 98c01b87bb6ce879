import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { type Amendment, amendRecord } from './amendment.ts';
import { readRecord, writeRecord } from './record-file.io.ts';
import { JournalWriter } from './journal-writer.io.ts';
import { isUnfinished, readRun, recoverRun } from './recover.io.ts';
import type { RunFolder } from './run-folder.io.ts';
import type { RunRecord } from './run-record.ts';

/** How long to wait for other commands that amend the same run: long beside what each of a dozen takes on a slow disk. A living run has been refused before. */
const LOCK_MS = 20_000;

/**
 * Adds tags, notes or a new name to a run that is over, in its journal and its record, under the journal's lock. A lost run is closed first.
 *
 * @param nowMs wall time, ms since 1970.
 * @returns the record as it is now; E_LOCKED for a run that is alive.
 */
export function amendRun(
  book: string,
  folder: RunFolder,
  events: readonly Amendment[],
  nowMs: number,
): Result<RunRecord> {
  if (isUnfinished(folder)) {
    const recovered = recoverRun(book, folder, nowMs);
    const [failed] = recovered.problems;
    if (recovered.state === 'alive') return err(isAlive(folder));
    if (recovered.state === 'failed' && failed !== undefined) return err(failed);
  }
  const writer = JournalWriter.reopen(folder.journal, { timeoutMs: LOCK_MS });
  if (!writer.ok) return writer.error.code === 'E_LOCKED' ? err(isAlive(folder)) : writer;
  try {
    return amendLocked(folder, events, writer.value);
  } finally {
    writer.value.close();
  }
}

function amendLocked(
  folder: RunFolder,
  events: readonly Amendment[],
  writer: JournalWriter,
): Result<RunRecord> {
  const before = currentRecord(folder);
  if (!before.ok) return before;
  // After the end of a run no clock of it is at hand: the time of the last line stands.
  for (const event of events) {
    const failed = writer.append(writer.lastT, event);
    if (failed !== undefined) return err(failed);
  }
  const record = amendRecord(before.value, events);
  const failed = writeRecord(folder, record);
  return failed === undefined ? ok(record) : err(failed);
}

/** The record as written, or derived from the journal where it is missing or damaged. */
function currentRecord(folder: RunFolder): Result<RunRecord> {
  const written = readRecord(folder);
  if (written.ok) return written;
  const read = readRun(folder);
  return read.ok ? ok(read.run.record()) : read;
}

function isAlive(folder: RunFolder): Problem {
  return problem(
    'E_LOCKED',
    `the run ${folder.id} is still alive`,
    'its journal is held by the process that measures it',
    'wait until it has ended; from inside the run, tags and notes can be reported at any time',
  );
}
