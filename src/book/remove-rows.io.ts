import { chmodSync, existsSync, fstatSync, readFileSync, realpathSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { lockFile } from '../host/lock.io.ts';
import { writeFileAtomic } from '../host/atomic-file.io.ts';
import { MOST_SIBLINGS, siblingOf } from './csv-siblings.ts';
import { withoutRecords } from './csv-text.ts';

/** How long to wait for other writers. */
const LOCK_MS = 30_000;
/** The byte order mark in UTF-8, read as Latin-1. */
const MARK = '\u00ef\u00bb\u00bf';

/**
 * Takes the rows of runs out of a CSV of CodeCarbon's columns, and out of those that were begun beside it for its other columns. Each file is
 * replaced at once, under its lock: who reads it sees it with the rows or without them. Every other byte stays.
 */
export function removeEmissionsRows(path: string, ids: readonly string[]): Problem | undefined {
  for (let n = 0; n < MOST_SIBLINGS; n++) {
    const candidate = siblingOf(path, n);
    if (!existsSync(candidate)) return undefined;
    const failed = removeFrom(candidate, new Set(ids));
    if (failed !== undefined) return failed;
  }
  return undefined;
}

function removeFrom(path: string, ids: ReadonlySet<string>): Problem | undefined {
  try {
    const file = realpathSync(path); // what is replaced is the file, not a link to it
    const locked = lockFile(file, { timeoutMs: LOCK_MS });
    if (!locked.ok) return locked.error;
    try {
      return replaced(file, locked.value.fd, ids);
    } finally {
      locked.value.release();
    }
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_OUTPUT', `cannot take rows out of ${path}`, why, fix);
  }
}

function replaced(file: string, fd: number, ids: ReadonlySet<string>): Problem | undefined {
  // As Latin-1 every byte is a character, so that what is no UTF-8 comes out as it went in.
  const text = readFileSync(file, 'latin1');
  const mark = text.startsWith(MARK) ? MARK : '';
  const kept = mark + withoutRecords(text.slice(mark.length), 'run_id', ids);
  if (kept === text) return undefined;
  const { mode } = fstatSync(fd);
  const failed = writeFileAtomic(file, Buffer.from(kept, 'latin1'), { sync: true });
  if (failed === undefined) chmodSync(file, mode & 0o7777);
  return failed;
}
