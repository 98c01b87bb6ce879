import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { type Avoided, readAvoided } from './avoided.ts';
import { sealLine, unsealLine } from './sealed-line.ts';

const NEWLINE = 0x0a;

/** Notes in a book what did not have to be computed. Each line is written at once, so that several processes may. */
export function noteAvoided(book: string, entries: readonly Avoided[]): Problem | undefined {
  if (entries.length === 0) return undefined;
  const path = pathIn(book);
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

/** What a book says was not computed again. Torn and altered lines are left out, and told. */
export function avoidedIn(book: string): {
  readonly entries: readonly Avoided[];
  readonly problem?: Problem;
} {
  const path = pathIn(book);
  if (!existsSync(path)) return { entries: [] };
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return { entries: [], problem: problem('E_BOOK_READ', `cannot read ${path}`, why, fix) };
  }
  const entries: Avoided[] = [];
  let bad = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const entry = entryIn(bytes, start, end);
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

function entryIn(bytes: Uint8Array, start: number, end: number): Avoided | undefined {
  const line = unsealLine(bytes, start, end);
  if (!line.ok) return undefined;
  try {
    return readAvoided(JSON.parse(line.text));
  } catch {
    return undefined; // told with the torn and altered ones
  }
}

function pathIn(book: string): string {
  return join(book, 'avoided.jsonl');
}
