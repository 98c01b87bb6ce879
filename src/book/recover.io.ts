import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import type { Problem } from '../errors.ts';
import { errnoName } from '../host/file-failure.io.ts';
import { isLocked } from '../host/lock.io.ts';
import { removeFile } from '../host/remove-file.io.ts';
import { finishRun } from './finish.io.ts';
import type { JournalLine } from './journal-event.ts';
import { JournalReader } from './journal-reader.io.ts';
import { JournalWriter } from './journal-writer.io.ts';
import { foldReport, reportLines } from './leftover-report.io.ts';
import { isReported, type ReportedEvent } from './leftover-report.ts';
import { listRunFolders, type RunFolder, runFolder } from './run-folder.io.ts';
import type { RunRecord } from './run-record.ts';
import { RunReducer } from './run-reducer.ts';
import { rebuildSeries } from './series-writer.io.ts';

/** `alive`: its journal is locked; `nothing`: no journal, or one that has just been made; `failed`: nobody holds it, and we cannot write it. */
export type RecoveryState = 'closed' | 'derived' | 'alive' | 'nothing' | 'failed';

/** What recovery did with one run. */
export interface Recovered {
  readonly id: string;
  /** `closed`: it was lost and is ended now; `derived`: it had ended and its record was missing. */
  readonly state: RecoveryState;
  readonly record?: RunRecord;
  readonly problems: readonly Problem[];
}

/** An empty journal younger than this belongs to a run that is just starting. */
const STARTING_MS = 60_000;

/**
 * Closes a run that nobody watches any more: without an end and with a free lock it is `lost`, with its energy up to its last sample and with
 * all that it had reported. Its record, CSV row and series are made if they are missing. A run that is alive is not touched.
 *
 * @param nowMs wall time, ms since 1970.
 */
export function recoverRun(book: string, folder: RunFolder, nowMs: number): Recovered {
  const { id } = folder;
  const state = stateOfJournal(folder.journal, nowMs);
  if (state !== 'there') return { id, state: 'nothing', problems: [] };
  if (!isWritable(folder.journal) && isLocked(folder.journal)) return { id, state: 'alive', problems: [] };
  const writer = JournalWriter.reopen(folder.journal);
  if (!writer.ok) {
    return writer.error.code === 'E_LOCKED'
      ? { id, state: 'alive', problems: [] }
      : { id, state: 'failed', problems: [writer.error] };
  }
  try {
    return close(book, folder, writer.value);
  } finally {
    writer.value.close();
  }
}

function close(book: string, folder: RunFolder, writer: JournalWriter): Recovered {
  const { id } = folder;
  const report = reportLines(folder.report);
  const lines = report.ok ? report.value : [];
  const reported: ReportedEvent[] = [];
  const read = readRun(folder, (line) => {
    if (lines.length > 0 && isReported(line)) reported.push(line);
  });
  if (!read.ok) return { id, state: 'failed', problems: [read.error] };
  const { run } = read;
  const problems = report.ok ? read.problems : [...read.problems, report.error];
  const wasEnded = run.isEnded;
  if (!wasEnded) {
    const failed = foldReport(lines, reported, run, writer) ?? endAsLost(run, writer);
    if (failed !== undefined) return { id, state: 'failed', problems: [...problems, failed] };
  }
  if (report.ok) removeFile(folder.report);
  const finished = finishRun(book, folder, run, { once: true });
  const series = sizeOf(folder.series) === undefined ? rebuildSeries(folder) : undefined;
  // Where the record could not be replaced (a full disk), the old one must not be believed: the journal is.
  const isWritten = !finished.problems.some(({ code }) => code === 'E_BOOK_WRITE');
  return {
    id,
    state: !isWritten ? 'failed' : wasEnded ? 'derived' : 'closed',
    record: finished.record,
    problems: [...problems, ...finished.problems, ...(series === undefined ? [] : [series])],
  };
}

function endAsLost(run: RunReducer, writer: JournalWriter): Problem | undefined {
  const { startedAt, durationS } = run.record();
  const startedMs = Date.parse(startedAt);
  const endedAt = Number.isNaN(startedMs) ? startedAt : new Date(startedMs + durationS * 1000).toISOString();
  const end = { k: 'end', state: 'lost', exitCode: null, signal: null, endedAt, durationS } as const;
  const { seq } = writer;
  const failed = writer.appendEnd(run.lastT, end);
  if (failed !== undefined) return failed;
  run.apply({ ...end, sha256: '', seq, t: run.lastT });
  return writer.sync();
}

/**
 * Reads a whole journal; damaged lines become warnings of the record.
 *
 * @param onLine is shown every good line.
 */
export function readRun(
  folder: RunFolder,
  onLine: (line: JournalLine) => void = () => {},
):
  | { readonly ok: true; readonly run: RunReducer; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly error: Problem } {
  const reader = JournalReader.open(folder.journal);
  if (!reader.ok) return reader;
  const run = new RunReducer(folder.id);
  for (const { line } of reader.value) {
    run.apply(line);
    onLine(line);
  }
  const { problems } = reader.value;
  for (const found of problems) run.warn(found);
  return { ok: true, run, problems };
}

/**
 * Closes all lost runs of a book: those whose record is missing or says `running`.
 *
 * @param options.ids look at these runs only (an index knows them faster than the folders).
 */
export function recoverBook(
  book: string,
  nowMs: number,
  options: { readonly ids?: readonly string[] } = {},
): { readonly runs: readonly Recovered[]; readonly problems: readonly Problem[] } {
  const listed =
    options.ids === undefined
      ? listRunFolders(book)
      : { folders: options.ids.map((id) => runFolder(book, id)), problems: [] };
  const quiet: readonly RecoveryState[] = ['alive', 'nothing'];
  const runs = listed.folders
    .filter(isUnfinished)
    .map((folder) => recoverRun(book, folder, nowMs))
    .filter((recovered) => !quiet.includes(recovered.state));
  return { runs, problems: listed.problems };
}

/** Whether a run's record is missing, is damaged, or was written while it ran. */
export function isUnfinished(folder: RunFolder): boolean {
  let text: string;
  try {
    text = readFileSync(folder.record, 'utf8');
  } catch (error) {
    return errnoName(error) === 'ENOENT';
  }
  const state = stateSaid(text);
  if (state !== undefined && text.endsWith('}\n')) return state === 'running';
  try {
    return (JSON.parse(text) as Partial<RunRecord>).state === 'running';
  } catch {
    return true;
  }
}

/**
 * The state that a record's text says, without parsing it: as we write it, it stands on a line of its own near the beginning, so ten
 * thousand records are looked at quickly. undefined where another wrote it in another way.
 */
export function stateSaid(text: string): string | undefined {
  return /^ {2}"state": "(\w+)"/mu.exec(text)?.[1];
}

function stateOfJournal(path: string, nowMs: number): 'there' | 'nothing' {
  try {
    const { size, mtimeMs } = statSync(path);
    return size > 0 || nowMs - mtimeMs > STARTING_MS ? 'there' : 'nothing';
  } catch {
    return 'nothing';
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
