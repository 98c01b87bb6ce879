import { existsSync, renameSync, rmSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { emissionsPath } from './finish.io.ts';
import { JournalWriter } from './journal-writer.io.ts';
import { removeEmissionsRows } from './remove-rows.io.ts';
import { type RunFolder, runFolder } from './run-folder.io.ts';

/**
 * Deletes the folders of runs and their rows in the book's CSV; none of them if one is alive. A folder is first renamed to what no scan takes for a run, so a deletion that is
 * cut short leaves no half run behind.
 */
export function removeRuns(book: string, ids: readonly string[]): Problem | undefined {
  const folders = ids.map((id) => runFolder(book, id)).filter((folder) => existsSync(folder.dir));
  if (folders.length === 0) {
    return problem('E_NOT_FOUND', `there is no run ${ids[0] ?? ''}`, `The book is ${book}.`);
  }
  const held: JournalWriter[] = [];
  try {
    for (const folder of folders) {
      const lock = lockOf(folder);
      if (lock instanceof JournalWriter) held.push(lock);
      else if (lock !== undefined) return lock;
    }
    // First the rows: a row without its run could not be told from one that somebody wants to keep.
    const failedRows = removeEmissionsRows(
      emissionsPath(book),
      folders.map(({ id }) => id),
    );
    if (failedRows !== undefined) return failedRows;
    for (const folder of folders.toReversed()) {
      const failed = removeFolder(folder);
      if (failed !== undefined) return failed;
    }
    return undefined;
  } finally {
    for (const writer of held) writer.close();
  }
}

/** Holds the journal while its folder goes. A run without a journal is nobody's. */
function lockOf(folder: RunFolder): JournalWriter | Problem | undefined {
  if (!existsSync(folder.journal)) return undefined;
  const writer = JournalWriter.reopen(folder.journal);
  if (writer.ok) return writer.value;
  if (writer.error.code !== 'E_LOCKED') return writer.error;
  return problem(
    'E_LOCKED',
    `the run ${folder.id} is still alive`,
    'Its journal is held by the process that measures it.',
    'End it first, or wait.',
  );
}

function removeFolder(folder: RunFolder): Problem | undefined {
  const going = `${folder.dir}.removed`;
  try {
    renameSync(folder.dir, going);
    rmSync(going, { recursive: true });
    return undefined;
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_BOOK_WRITE', `cannot remove ${folder.dir}`, why, fix);
  }
}
