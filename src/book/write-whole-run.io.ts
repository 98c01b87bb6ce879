import { renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { makeFolder } from '../host/make-folder.io.ts';
import { err, ok, type Result } from '../result.ts';
import { JournalWriter } from './journal-writer.io.ts';
import { createBook } from './locate.io.ts';
import { writeRecord } from './record-file.io.ts';
import { DRAFT_END, type RunFolder, runFolder } from './run-folder.io.ts';
import type { RunRecord } from './run-record.ts';
import { RunReducer } from './run-reducer.ts';
import type { WholeRun } from './whole-run.ts';

/** How to write it. */
export interface WriteWholeOptions {
  /** False: do not wait for the disk, e.g. for thousands of runs whose source is still there. */
  readonly sync?: boolean;
}

/**
 * Puts a run that was not measured here into a book: its journal, from which everything follows, and its record. It is made under a name that no
 * reader looks at and appears with one rename, so whatever ends us leaves whole runs only.
 */
export function writeWholeRun(
  book: string,
  run: WholeRun,
  { sync = true }: WriteWholeOptions = {},
): Result<RunRecord> {
  const unmade = createBook(book);
  if (unmade !== undefined) return err(unmade);
  const target = runFolder(book, run.start.id);
  const draft = `${target.dir}.${run.start.pid}-${(count++).toString(36)}${DRAFT_END}`;
  try {
    makeFolder(draft);
    const folder = {
      ...target,
      dir: draft,
      journal: join(draft, 'journal.jsonl'),
      record: join(draft, 'run.json'),
    };
    const record = drafted(folder, run, sync);
    if (record.ok) renameSync(draft, target.dir);
    else removeQuietly(draft);
    return record;
  } catch (error) {
    const { why, fix } = whyNot(error);
    removeQuietly(draft);
    return err(problem('E_BOOK_WRITE', `cannot make the run's folder ${target.dir}`, why, fix));
  }
}

let count = 0;

/** A draft is written in milliseconds: one that is older than this, ms, has nobody who goes on with it, on whatever machine. */
const ABANDONED_MS = 3_600_000;

/** Removes what writers that were killed have left of runs. */
export function removeAbandoned(drafts: readonly string[], nowMs: number): void {
  for (const draft of drafts) {
    const madeMs = statSync(draft, { throwIfNoEntry: false })?.mtimeMs;
    if (madeMs !== undefined && nowMs - madeMs > ABANDONED_MS) removeQuietly(draft);
  }
}

function removeQuietly(draft: string): void {
  try {
    rmSync(draft, { recursive: true, force: true });
  } catch {
    // what kept it from being made is the failure to report; an abandoned one harms nobody
  }
}

function drafted(folder: RunFolder, run: WholeRun, sync: boolean): Result<RunRecord> {
  const writer = JournalWriter.create(folder.journal);
  if (!writer.ok) return writer;
  try {
    return write(folder, writer.value, run, sync);
  } finally {
    writer.value.close();
  }
}

function write(
  folder: RunFolder,
  writer: JournalWriter,
  { start, startT, events, end, endT }: WholeRun,
  sync: boolean,
): Result<RunRecord> {
  const reducer = new RunReducer(start.id);
  const failed: (Problem | undefined)[] = [];
  for (const [t, event] of [[startT, start] as const, ...events]) {
    reducer.apply({ ...event, seq: writer.seq, t });
    failed.push(writer.append(t, event));
  }
  reducer.apply({ ...end, sha256: '', seq: writer.seq, t: endT });
  failed.push(writer.appendEnd(endT, end), sync ? writer.sync() : undefined);
  const record = reducer.record();
  failed.push(writeRecord(folder, record));
  const first = failed.find((problem) => problem !== undefined);
  return first === undefined ? ok(record) : err(first);
}
