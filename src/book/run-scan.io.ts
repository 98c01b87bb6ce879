import { readdirSync, readFileSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';
import { fileStates } from './file-state.io.ts';
import { type IndexRow, rowOf } from './index-row.ts';
import { isRunId } from './run-id.ts';
import { recordComplaint } from './record-shape.ts';
import type { RunRecord } from './run-record.ts';

/** The state of the book's files. */
export interface RunScan {
  /** Folder of each run that has a `run.json`, relative to the book, with the state of that file. */
  readonly found: Map<string, number>;
  /** Folders of runs without one. */
  readonly open: readonly string[];
  /** The names of all folders, as {@link runSet} has them. */
  readonly set: string;
  readonly problems: readonly Problem[];
}

/** Looks at every run: a readdir for each month and a look at each `run.json`. */
export function scanRuns(book: string): RunScan {
  const found = new Map<string, number>();
  const open: string[] = [];
  const stateOf = fileStates();
  const { months, problems } = listMonths(book);
  for (const [month, ids] of months) {
    for (const id of ids) {
      if (!isRunId(id)) continue;
      const path = `${month}/${id}`;
      const state = stateOf(`${book}/${path}/run.json`);
      if (state === undefined) open.push(path);
      else found.set(path, state);
    }
  }
  return { found, open, set: setOf(months), problems };
}

/** The names of all folders of runs: a readdir for each month, no look at any file. undefined where one cannot be read. */
export function runSet(book: string): string | undefined {
  const { months, problems } = listMonths(book);
  return problems.length === 0 ? setOf(months) : undefined;
}

type Months = readonly (readonly [month: string, names: readonly string[]])[];

/** One text: two of them are compared faster than ten thousand names are looked at. */
function setOf(months: Months): string {
  return months.map(([month, names]) => `${month} ${names.join(' ')}`).join('\n');
}

function listMonths(book: string): { readonly months: Months; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const list = (relative: string): readonly string[] => {
    try {
      return readdirSync(`${book}/${relative}`);
    } catch (error) {
      if (errnoName(error) !== 'ENOENT' && errnoName(error) !== 'ENOTDIR') {
        const { why, fix } = whyNot(error);
        problems.push(problem('E_BOOK_READ', `cannot read ${book}/${relative}`, why, fix));
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
  return { months: months.map((month) => [month, list(month)]), problems };
}

/** The state of one run's `run.json`. */
export function fileState(book: string, path: string): number | undefined {
  return fileStates()(`${book}/${path}/run.json`);
}

/** Reads a run's `run.json`. E_BOOK_READ where it cannot be read or is damaged; undefined where it is gone. */
export function loadRun(book: string, path: string): Result<IndexRow> | undefined {
  const loaded = loadRecord(book, path);
  return loaded?.ok === true ? ok(rowOf(loaded.value, path)) : loaded;
}

/** The text of a run's `run.json` as it stands, without looking into it; undefined where it cannot be read. */
export function recordText(book: string, path: string): string | undefined {
  try {
    return readFileSync(`${book}/${path}/run.json`, 'utf8');
  } catch (error) {
    whyNot(error); // throws on what is no system error
    return undefined;
  }
}

/** Reads a run's record whole; as {@link loadRun}. */
export function loadRecord(book: string, path: string): Result<RunRecord> | undefined {
  const file = `${book}/${path}/run.json`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return undefined;
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${file}`, why, fix));
  }
  try {
    const record: unknown = JSON.parse(text);
    const complaint = recordComplaint(record, path.slice(path.lastIndexOf('/') + 1));
    if (complaint !== undefined) return err(damaged(file, complaint));
    return ok(record as RunRecord);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return err(damaged(file, error.message));
  }
}

function damaged(file: string, why: string): Problem {
  return problem(
    'E_BOOK_READ',
    `${file} is damaged; the run is left out`,
    why,
    'Delete that file: it is made again from the journal beside it.',
  );
}
