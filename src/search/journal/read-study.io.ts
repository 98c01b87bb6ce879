import { readFileSync } from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { StudyBegun, TimedEvent } from '../study/study-event.ts';
import { type ReadStudyLine, readStudyLine } from './study-line.ts';

const NEWLINE = 0x0a;

/** A journal as it was read. */
export interface ReadStudy {
  readonly begun: StudyBegun;
  /** What follows the beginning. To be iterated once; `problems` and `nextSeq` are whole afterwards. */
  readonly events: Iterable<TimedEvent>;
  /** Lines that are not used. A torn last line is none: its writer was ended in the middle of it, and nobody has acted on it. */
  readonly problems: readonly Problem[];
  readonly nextSeq: () => number;
  /** Whether the last bytes are no newline. */
  readonly isTorn: boolean;
}

/** Reads a study's journal, whether somebody writes it or not. */
export function readStudy(path: string): Result<ReadStudy> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
  }
  const problems: Problem[] = [];
  let seq = -1;
  const lines = linesOf(bytes, path, problems, (at) => {
    if (at <= seq) return 'old';
    const isNext = at === seq + 1;
    seq = at;
    return isNext ? 'next' : 'later';
  });
  const first = lines.next();
  if (first.done === true || first.value.event.k !== 'study') return err(noStudy(path, problems[0]));
  const isTorn = bytes.length > 0 && bytes[bytes.length - 1] !== NEWLINE;
  return ok({ begun: first.value.event, events: lines, problems, nextSeq: () => seq + 1, isTorn });
}

function* linesOf(
  bytes: Buffer,
  path: string,
  problems: Problem[],
  place: (seq: number) => 'old' | 'next' | 'later',
): Generator<TimedEvent, void, undefined> {
  let number = 0;
  let torn: Problem | undefined;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    number++;
    if (end > start) {
      const line = readStudyLine(bytes, start, end);
      const at = line.ok ? place(line.seq) : 'old';
      // A torn line whose number the next one has was never acted on: nothing is missing.
      if (torn !== undefined && at !== 'next') problems.push(torn);
      torn = undefined;
      if (line.ok && at !== 'old') yield line.timed;
      else if (!line.ok && line.bad === 'torn') torn = skipped(path, number, line);
      else problems.push(skipped(path, number, line));
    }
    start = end + 1;
  }
}

const WHY = {
  torn: 'It is not whole: its writer was ended, or the disk was full, in the middle of it.',
  altered: 'Its checksum or its form does not fit: it was changed after it was written.',
  unknown: 'Its kind is not known to this version.',
} as const;

function skipped(file: string, line: number, read: ReadStudyLine): Problem {
  const why = read.ok ? 'A line with its number was there before.' : WHY[read.bad];
  const isNewer = !read.ok && read.bad === 'unknown';
  const fix = isNewer
    ? 'Read it with a newer joulebook.'
    : 'Nothing needs to be done: the other lines are used.';
  return problem('E_JOURNAL', `line ${line} of the study's journal was skipped`, why, fix, { file, line });
}

function noStudy(path: string, first: Problem | undefined): Problem {
  return problem(
    'E_JOURNAL',
    `${path} is no journal of a study`,
    first?.why ?? 'It does not begin with what the study is.',
    'Take it from a copy, or delete the study and make it anew.',
  );
}
