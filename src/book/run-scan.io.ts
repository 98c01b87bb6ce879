import { readFileSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';
import { byLstat, statesIn } from './file-state.io.ts';
import { type IndexRow, rowOf } from './index-row.ts';
import { recordComplaint } from './record-shape.ts';
import type { RunRecord } from './run-record.ts';
import type { Months } from './run-set.io.ts';

/** The states of all runs' `run.json`, in the order of the set; NaN where a run has none. */
export type RunStates = Float64Array;

/** Looks at the `run.json` of every run. */
export function scanRuns(book: string, months: Months): RunStates {
  const states = new Float64Array(months.reduce((sum, [, ids]) => sum + ids.length, 0));
  let n = 0;
  for (const [month, ids] of months) {
    states.set(statesIn(`${book}/${month}`, ids, 'run.json'), n);
    n += ids.length;
  }
  return states;
}

/** The state of one run's `run.json`. */
export function fileState(book: string, path: string): number | undefined {
  return byLstat(`${book}/${path}/run.json`);
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
