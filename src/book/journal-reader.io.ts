import { closeSync, openSync, readSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';
import type { JournalLine } from './journal-event.ts';
import { type BadLine, badLine, readLine } from './journal-line.ts';

const CHUNK = 1 << 20;
/** A "line" longer than this is damage (a disk that lost its newlines), not a line. */
const LONGEST_LINE = 16 << 20;
/** How many problems are kept in full; a journal of nothing but damage shall not fill the memory. */
const MOST_PROBLEMS = 1000;
const NEWLINE = 0x0a;
/** How a line begins; inside a text its quotes would be escaped. */
const LINE_START = '{"seq":';

/** A good line and where it stands. */
export interface JournalEntry {
  readonly line: JournalLine;
  /** Byte offset of the line's beginning. */
  readonly offset: number;
  /** Its number among the lines of the file from 1, if that is read from its beginning. */
  readonly number: number;
}

/**
 * Reads a journal from a byte offset on, line by line. A line that is torn, altered or there twice is skipped and kept as a problem; one
 * of an unknown kind (a later version's) is skipped and counted. A missing last newline does not matter.
 *
 * @example
 * const reader = JournalReader.open(path);
 * if (reader.ok) for (const { line } of reader.value) run.apply(line);
 */
export class JournalReader implements Iterable<JournalEntry> {
  readonly path: string;
  readonly #fd: number;
  readonly #from: number;
  readonly #problems: Problem[] = [];
  readonly #unknown = new Map<string, number>();
  #skipped = 0;
  #lastSeq: number | undefined;
  /** Bad lines since the last good one: each has used up one number. */
  #badSince = 0;

  private constructor(path: string, fd: number, from: number) {
    this.path = path;
    this.#fd = fd;
    this.#from = from;
    if (from === 0) this.#lastSeq = -1;
  }

  static open(path: string, options: { readonly from?: number } = {}): Result<JournalReader> {
    try {
      return ok(new JournalReader(path, openSync(path, 'r'), options.from ?? 0));
    } catch (error) {
      const { why, fix } = whyNot(error);
      return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
    }
  }

  /** What was wrong with the journal so far, with line numbers (of the file if read from its beginning). */
  get problems(): readonly Problem[] {
    const left = this.#skipped - this.#problems.length;
    if (left <= 0) return this.#problems;
    return [...this.#problems, problem('E_JOURNAL', `${left} more lines of the journal were skipped`)];
  }

  /** Kinds of events that this version does not know, with how many there were. */
  get unknownEvents(): ReadonlyMap<string, number> {
    return this.#unknown;
  }

  /** Reads on to the end and closes the file. To be iterated once; a fault of the disk ends it with a problem. */
  *[Symbol.iterator](): Generator<JournalEntry, void, undefined> {
    let buffer = Buffer.allocUnsafe(CHUNK);
    let held = 0;
    let at = this.#from; // offset of buffer[0] in the file
    let number = 0;
    let isOverlong = false;
    try {
      for (;;) {
        if (held === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
        const n = this.#read(buffer, held, at + held);
        const end = held + n;
        let start = 0;
        for (let eol = held + buffer.subarray(held, end).indexOf(NEWLINE); eol >= held && eol < end; ) {
          number++;
          const line = isOverlong ? undefined : this.#line(buffer, start, eol, number);
          if (line === 'bad') yield* this.#salvaged(buffer, start, eol, number, at);
          else if (line !== undefined) yield { line, offset: at + start, number };
          isOverlong = false;
          start = eol + 1;
          const next = buffer.subarray(start, end).indexOf(NEWLINE);
          eol = next < 0 ? -1 : start + next;
        }
        if (n === 0) {
          if (start < end && !isOverlong) {
            const line = this.#line(buffer, start, end, number + 1);
            if (line === 'bad') yield* this.#salvaged(buffer, start, end, number + 1, at);
            else if (line !== undefined) yield { line, offset: at + start, number: number + 1 };
          }
          return;
        }
        buffer.copyWithin(0, start, end);
        held = end - start;
        at += start;
        if (held > LONGEST_LINE || (isOverlong && held > 0)) {
          if (!isOverlong) this.#skip('torn', number + 1);
          isOverlong = true;
          at += held;
          held = 0;
        }
      }
    } finally {
      closeSync(this.#fd);
    }
  }

  #read(buffer: Buffer, to: number, position: number): number {
    try {
      return readSync(this.#fd, buffer, to, buffer.length - to, position);
    } catch (error) {
      const { why, fix } = whyNot(error);
      this.#skipped++;
      this.#problems.push(
        problem('E_BOOK_READ', `cannot read ${this.path} beyond byte ${position}`, why, fix),
      );
      return 0;
    }
  }

  #line(buffer: Buffer, start: number, end: number, number: number): JournalLine | 'bad' | undefined {
    if (start === end) return undefined; // an empty line: left by a writer that began anew
    const parsed = readLine(buffer, start, end);
    if (parsed.ok) return this.#inOrder(parsed.line, number);
    if (parsed.bad === 'unknown') {
      const kind = parsed.kind ?? '';
      this.#unknown.set(kind, (this.#unknown.get(kind) ?? 0) + 1);
      this.#badSince++;
      return undefined;
    }
    this.#skip(parsed.bad, number);
    return 'bad';
  }

  /** Whole lines inside a bad one: behind a torn line without a newline, or on both sides of a newline that was altered. */
  *#salvaged(
    buffer: Buffer,
    start: number,
    end: number,
    number: number,
    at: number,
  ): Generator<JournalEntry, void, undefined> {
    for (let from = start; from >= 0 && from < end; ) {
      const found = buffer.subarray(from + 1, end).indexOf(LINE_START);
      const next = found < 0 ? end : from + 1 + found;
      for (const to of [next, next - 1]) {
        const parsed = readLine(buffer, from, to);
        if (!parsed.ok) continue;
        const line = this.#inOrder(parsed.line, number);
        if (line !== undefined) yield { line, offset: at + from, number };
        break;
      }
      from = next;
    }
  }

  #inOrder(line: JournalLine, number: number): JournalLine | undefined {
    const last = this.#lastSeq;
    if (last !== undefined && line.seq <= last) {
      this.#add(
        number,
        'a line with its number was there before',
        'nothing needs to be done: it is counted once',
      );
      return undefined;
    }
    const missing = last === undefined ? 0 : line.seq - last - 1 - this.#badSince;
    this.#lastSeq = line.seq;
    this.#badSince = 0;
    if (missing > 0) {
      this.#skipped++;
      const count = missing === 1 ? 'one line is' : `${missing} lines are`;
      this.#keep(
        problem(
          'E_JOURNAL',
          `${count} missing from the journal before line ${number}`,
          'they could not be written (full disk), or were taken out since',
          'nothing needs to be done: the other lines are used',
          { file: this.path, line: number },
        ),
      );
    }
    return line;
  }

  #skip(bad: BadLine, number: number): void {
    this.#skipped++;
    this.#badSince++;
    this.#keep(badLine(bad, { file: this.path, line: number }));
  }

  #add(number: number, why: string, fix: string): void {
    this.#skipped++;
    const what = `line ${number} of the journal was skipped`;
    this.#keep(problem('E_JOURNAL', what, why, fix, { file: this.path, line: number }));
  }

  #keep(found: Problem): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(found);
  }
}
