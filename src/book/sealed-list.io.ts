import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { sealLine, unsealLine } from './sealed-line.ts';

const NEWLINE = 0x0a;

/** Adds lines to a file of sealed lines; made if it is not there. Each line is written at once, so that several processes may. E_BOOK_WRITE. */
export function appendSealed(path: string, entries: readonly object[]): Problem | undefined {
  if (entries.length === 0) return undefined;
  try {
    const fd = openSync(path, 'a');
    try {
      for (const entry of entries) writeSync(fd, sealLine(JSON.stringify(entry).slice(1, -1)));
    } finally {
      closeSync(fd);
    }
    return undefined;
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_BOOK_WRITE', `cannot write ${path}`, why, fix);
  }
}

/**
 * Reads a file of sealed lines; none where it is not there. Torn and altered lines are left out, and told.
 *
 * @param read of parsed JSON; undefined where it is no entry.
 */
export function sealedIn<T>(
  path: string,
  read: (value: unknown) => T | undefined,
): { readonly entries: readonly T[]; readonly problem?: Problem } {
  if (!existsSync(path)) return { entries: [] };
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return { entries: [], problem: problem('E_BOOK_READ', `cannot read ${path}`, why, fix) };
  }
  const entries: T[] = [];
  let bad = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const entry = entryIn(bytes, start, end, read);
    if (entry === undefined) bad++;
    else entries.push(entry);
    start = end + 1;
  }
  if (bad === 0) return { entries };
  const lines = bad === 1 ? '1 line' : `${bad} lines`;
  return {
    entries,
    problem: problem(
      'E_JOURNAL',
      `${path}: ${lines} cannot be used`,
      'torn or altered',
      'the others are used',
    ),
  };
}

function entryIn<T>(
  bytes: Uint8Array,
  start: number,
  end: number,
  read: (value: unknown) => T | undefined,
): T | undefined {
  const line = unsealLine(bytes, start, end);
  if (!line.ok) return undefined;
  try {
    return read(JSON.parse(line.text));
  } catch {
    return undefined; // told with the torn and altered ones
  }
}
