import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import { makeFolder } from '../host/make-folder.io.ts';
import { err, ok, type Result } from '../result.ts';
import { isRunId, timeOfId } from './run-id.ts';

/** The paths of one run in a book. */
export interface RunFolder {
  readonly id: string;
  readonly dir: string;
  readonly journal: string;
  readonly record: string;
  readonly series: string;
  /** Lines that the run's processes report from inside. */
  readonly report: string;
}

/**
 * Where a run stands: `runs/<yyyy>/<mm>/<ULID>/`, by the UTC month in its id.
 *
 * @param book the book's folder.
 */
export function runFolder(book: string, id: string): RunFolder {
  const made = new Date(timeOfId(id));
  const month = String(made.getUTCMonth() + 1).padStart(2, '0');
  return runFolderAt(join(book, 'runs', String(made.getUTCFullYear()), month, id), id);
}

function runFolderAt(dir: string, id: string): RunFolder {
  return {
    id,
    dir,
    journal: join(dir, 'journal.jsonl'),
    record: join(dir, 'run.json'),
    series: join(dir, 'series.bin'),
    report: join(dir, 'report.jsonl'),
  };
}

/** Makes the folder of a new run. */
export function createRunFolder(book: string, id: string): Result<RunFolder> {
  const folder = runFolder(book, id);
  try {
    makeFolder(folder.dir);
    return ok(folder);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_WRITE', `cannot make the run's folder ${folder.dir}`, why, fix));
  }
}

/** How the name of a folder ends in which a run is still being written. No reader looks at it. */
export const DRAFT_END = '.part';

/** All runs of a book, oldest first. A book without runs has none; a folder that cannot be read is a problem beside the rest. */
export function listRunFolders(book: string): {
  readonly folders: readonly RunFolder[];
  /** Folders in which a run was being written: what a killed writer has left, or one at work. */
  readonly drafts: readonly string[];
  readonly problems: readonly Problem[];
} {
  const folders: RunFolder[] = [];
  const drafts: string[] = [];
  const problems: Problem[] = [];
  const runs = join(book, 'runs');
  for (const year of names(runs, /^\d{4}$/u, problems)) {
    for (const month of names(join(runs, year), /^\d{2}$/u, problems)) {
      const at = join(runs, year, month);
      for (const id of names(at, undefined, problems)) {
        if (isRunId(id)) folders.push(runFolderAt(join(at, id), id));
        else if (id.endsWith(DRAFT_END)) drafts.push(join(at, id));
      }
    }
  }
  return { folders, drafts, problems };
}

function names(dir: string, pattern: RegExp | undefined, problems: Problem[]): readonly string[] {
  try {
    const all = readdirSync(dir);
    return (pattern === undefined ? all : all.filter((name) => pattern.test(name))).sort();
  } catch (error) {
    const name = errnoName(error);
    if (name === 'ENOENT' || name === 'ENOTDIR') return [];
    const { why, fix } = whyNot(error);
    problems.push(problem('E_BOOK_READ', `cannot read the folder ${dir}`, why, fix));
    return [];
  }
}
