import { fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Problem, problem, type Warning } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { type LockedFile, lockFile } from '../host/lock.io.ts';
import { makeFolder } from '../host/make-folder.io.ts';
import { err, ok, type Result } from '../result.ts';
import { csvRecord, firstCsvRecord } from './csv-text.ts';
import { MOST_SIBLINGS, siblingOf } from './csv-siblings.ts';
import { EMISSIONS_COLUMNS, type EmissionsColumn, type EmissionsRow } from './emissions-row.ts';

/** How long to wait for other writers: each holds the file for well under a millisecond. */
const LOCK_MS = 30_000;
/** A header is shorter than this, or the file is none of ours. */
const HEADER_BYTES = 64 * 1024;

/** Where a row went. */
export interface AppendedRow {
  readonly path: string;
  readonly warning?: Warning;
}

/**
 * Appends one whole row to a CSV of CodeCarbon's columns, with the header if the file is new. An existing file is matched by its column
 * names; one that lacks some of them is left alone and the row goes to a new file beside it (`emissions_1.csv`).
 *
 * @param options.once leave it out if a row of this run is there already: for a recovery that may have been cut off.
 */
export function appendEmissionsRow(
  path: string,
  row: EmissionsRow,
  options: { readonly once?: boolean } = {},
): Result<AppendedRow> {
  for (let n = 0; n < MOST_SIBLINGS; n++) {
    const candidate = siblingOf(path, n);
    const outcome = tryAppend(candidate, row, options.once === true);
    if (outcome === 'other columns') continue;
    if (!outcome.ok) return outcome;
    return ok(n === 0 ? { path } : { path: candidate, warning: otherColumns(path, candidate) });
  }
  return err(
    problem(
      'E_OUTPUT',
      `cannot write ${path}`,
      'it and its siblings have other columns',
      'choose another file',
    ),
  );
}

function otherColumns(path: string, used: string): Warning {
  return problem(
    'E_OUTPUT',
    `the row went to ${used}`,
    `${path} has other columns, and a row in the wrong columns is worse than a second file`,
    'move the old file away, or name another with --csv',
  );
}

function tryAppend(path: string, row: EmissionsRow, once: boolean): Result<AppendedRow> | 'other columns' {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    return failed(path, error);
  }
  const file = lockFile(path, { timeoutMs: LOCK_MS });
  if (!file.ok) return file;
  try {
    return appendLocked(file.value, path, row, once);
  } catch (error) {
    return failed(path, error);
  } finally {
    file.value.release();
  }
}

function appendLocked(
  { fd }: LockedFile,
  path: string,
  row: EmissionsRow,
  once: boolean,
): Result<AppendedRow> | 'other columns' {
  const { size } = fstatSync(fd);
  if (size === 0)
    return write(fd, path, size, `${csvRecord(EMISSIONS_COLUMNS)}\n${rowText(EMISSIONS_COLUMNS, row)}\n`);
  const head = textAt(fd, 0, Math.min(size, HEADER_BYTES));
  const isEnded = textAt(fd, size - 1, 1) === '\n';
  const header = firstCsvRecord(isEnded || size > HEADER_BYTES ? head : `${head}\n`);
  if (header === undefined || !hasEmissionsColumns(header.cells)) return 'other columns';
  if (once && holdsRun(fd, size, String(row.run_id))) return ok({ path });
  const start = isEnded ? '' : header.eol;
  return write(fd, path, size, `${start}${rowText(header.cells, row)}${header.eol}`);
}

/** Whether a header has all columns, in whatever order. */
export function hasEmissionsColumns(header: readonly string[]): boolean {
  return EMISSIONS_COLUMNS.every((column) => header.includes(column));
}

/** A row under a header's columns; others than CodeCarbon's stay empty. */
export function rowText(columns: readonly string[], row: EmissionsRow): string {
  return csvRecord(columns.map((column) => row[column as EmissionsColumn] ?? null));
}

/** One write; what does not go in whole is taken back, so that a file on a full disk ends with a whole row. */
function write(fd: number, path: string, size: number, text: string): Result<AppendedRow> {
  const bytes = Buffer.from(text);
  const written = writeSync(fd, bytes);
  if (written === bytes.length) return ok({ path });
  ftruncateSync(fd, size);
  return err(problem('E_OUTPUT', `cannot write ${path}`, 'the disk is full', 'free some space on that disk'));
}

function holdsRun(fd: number, size: number, id: string): boolean {
  return textAt(fd, 0, size).includes(id);
}

function textAt(fd: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length);
  const n = readSync(fd, bytes, 0, length, position);
  return bytes.toString('utf8', 0, n);
}

function failed(path: string, error: unknown): { readonly ok: false; readonly error: Problem } {
  const { why, fix } = whyNot(error);
  return err(problem('E_OUTPUT', `cannot write ${path}`, why, fix));
}
