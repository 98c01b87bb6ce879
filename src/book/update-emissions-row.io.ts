import { chmodSync, existsSync, fstatSync, readFileSync, realpathSync } from 'node:fs';
import { problem } from '../errors.ts';
import { writeFileAtomic } from '../host/atomic-file.io.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { lockFile } from '../host/lock.io.ts';
import { err, ok, type Result } from '../result.ts';
import { csvRecordAt, firstCsvRecord, withoutRecords } from './csv-text.ts';
import { type AppendedRow, appendEmissionsRow, hasEmissionsColumns, rowText } from './emissions-csv.io.ts';
import type { EmissionsRow } from './emissions-row.ts';

/** How long to wait for other writers. */
const LOCK_MS = 30_000;

/**
 * Writes a row in the place of the one row of the same run (CodeCarbon's `update`). The file is replaced at once, under its lock. Where
 * the run has no row, or several that were appended, the row is appended.
 */
export function updateEmissionsRow(path: string, row: EmissionsRow): Result<AppendedRow> {
  if (!existsSync(path)) return appendEmissionsRow(path, row);
  try {
    const file = realpathSync(path); // what is replaced is the file, not a link to it
    const locked = lockFile(file, { timeoutMs: LOCK_MS });
    if (!locked.ok) return locked;
    try {
      const text = replaced(readFileSync(file, 'utf8'), row);
      if (text !== undefined) {
        const { mode } = fstatSync(locked.value.fd);
        const failed = writeFileAtomic(file, Buffer.from(text), { sync: true });
        if (failed !== undefined) return err(failed);
        chmodSync(file, mode & 0o7777);
        return ok({ path });
      }
    } finally {
      locked.value.release();
    }
    return appendEmissionsRow(path, row);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_OUTPUT', `cannot write ${path}`, why, fix));
  }
}

/** The text with the run's row in place of its old one; undefined where it does not have exactly one. */
function replaced(text: string, row: EmissionsRow): string | undefined {
  const header = firstCsvRecord(text);
  if (header === undefined || !hasEmissionsColumns(header.cells)) return undefined;
  const id = String(row.run_id);
  const kept = withoutRecords(text, 'run_id', new Set([id]));
  if (recordsIn(text) - recordsIn(kept) !== 1) return undefined;
  const end = kept === '' || kept.endsWith('\n') ? '' : header.eol;
  return `${kept}${end}${rowText(header.cells, row)}${header.eol}`;
}

function recordsIn(text: string): number {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  let count = 0;
  for (let at = 0; at < text.length; count++) at = csvRecordAt(whole, at)?.end ?? text.length;
  return count;
}
