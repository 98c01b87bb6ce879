import { readdirSync, statSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import { isRunId } from './run-id.ts';

/** The folders of months, relative to the book, with the ids of the runs in each. */
export type Months = readonly (readonly [month: string, ids: readonly string[]])[];

/** Which runs a book has. */
export interface RunSet {
  readonly months: Months;
  /** The months and their ids as one text: two of them are compared faster than ten thousand names are looked at. */
  readonly text: string;
  /** By what {@link isStill} tells that the set is the same; empty where that cannot be told. */
  readonly witness: string;
  readonly problems: readonly Problem[];
}

/**
 * A folder that changed less than this before it was read may change again within the same tick of its file system's clock (2 s on the
 * coarsest), and its times would not tell.
 */
const SETTLED_AFTER_MS = 3000;

/**
 * Lists the runs: a readdir for each month.
 *
 * @param nowMs wall time, ms since 1970.
 */
export function listRuns(book: string, nowMs: number): RunSet {
  const problems: Problem[] = [];
  const witness: string[] = [];
  let isSettled = true;
  const list = (relative: string): readonly string[] => {
    const folder = `${book}/${relative}`;
    try {
      const { state, changedMs } = folderState(folder); // before it is read: a change in between shows the next time
      const names = readdirSync(folder);
      witness.push(`${relative} ${state}`);
      if (nowMs - changedMs < SETTLED_AFTER_MS) isSettled = false;
      return names;
    } catch (error) {
      isSettled = false;
      if (errnoName(error) !== 'ENOENT' && errnoName(error) !== 'ENOTDIR') {
        const { why, fix } = whyNot(error);
        problems.push(problem('E_BOOK_READ', `cannot read ${folder}`, why, fix));
      }
      return [];
    }
  };
  const years = list('runs').filter((name) => /^\d{4}$/.test(name));
  const months = years.flatMap((year) =>
    list(`runs/${year}`)
      .filter((name) => /^\d{2}$/.test(name))
      .map((month) => `runs/${year}/${month}`),
  );
  const set = months.map((month) => [month, list(month).filter(isRunId)] as const);
  return { months: set, text: textOf(set), witness: isSettled ? witness.join('\n') : '', problems };
}

/** The set that an index remembers, if no run came or went since: a look at each month's folder instead of at its names. */
export function rememberedSet(book: string, text: string, witness: string): RunSet | undefined {
  return isStill(book, witness) ? { months: monthsOf(text), text, witness, problems: [] } : undefined;
}

/** Whether no run came or went since the set with this witness was listed. */
export function isStill(book: string, witness: string): boolean {
  if (witness === '') return false;
  try {
    return witness.split('\n').every((line) => {
      const space = line.indexOf(' ');
      return folderState(`${book}/${line.slice(0, space)}`).state === line.slice(space + 1);
    });
  } catch {
    return false; // gone, or not readable any more: who lists says why
  }
}

/**
 * What changes whenever something is made in a folder or taken out of it. The change time cannot be set back, as rsync and tar do with the
 * modification time; most file systems also count the folders within as links, or let the size grow with every name.
 */
function folderState(path: string): { readonly state: string; readonly changedMs: number } {
  const { ino, nlink, size, mtimeMs, ctimeMs } = statSync(path);
  return {
    state: `${ino} ${nlink} ${size} ${mtimeMs} ${ctimeMs}`,
    changedMs: Math.max(mtimeMs, ctimeMs),
  };
}

function textOf(months: Months): string {
  return months.map(([month, ids]) => `${month} ${ids.join(' ')}`).join('\n');
}

function monthsOf(text: string): Months {
  return text.split('\n').flatMap((line) => {
    const [month, ...ids] = line.split(' ');
    return month === undefined || month === '' ? [] : [[month, ids.filter((id) => id !== '')] as const];
  });
}
