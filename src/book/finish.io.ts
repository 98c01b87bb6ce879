import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { appendEmissionsRow } from './emissions-csv.io.ts';
import { emissionsRow } from './emissions-row.ts';
import { writeRecord } from './record-file.io.ts';
import type { RunFolder } from './run-folder.io.ts';
import type { RunRecord } from './run-record.ts';
import type { RunReducer } from './run-reducer.ts';

/** The CSV of a book. */
export function emissionsPath(book: string): string {
  return join(book, 'emissions.csv');
}

/** A run that has been put into its book. */
export interface Finished {
  readonly record: RunRecord;
  /** What could not be written; the journal has it all. */
  readonly problems: readonly Problem[];
}

/**
 * Derives the record of a run that has ended, appends the CSV row of a root run that was measured, writes `run.json`. In this order: a missing `run.json` tells
 * the next command that something is left to do.
 *
 * @param options.csv further CSV files to append the row to.
 * @param options.once the row may be there already (a recovery).
 */
export function finishRun(
  book: string,
  folder: RunFolder,
  run: RunReducer,
  options: { readonly csv?: readonly string[]; readonly once?: boolean } = {},
): Finished {
  const record = run.record();
  const problems: Problem[] = [];
  // What is summed from other runs has its rows already.
  if (record.parentId === undefined && record.parts === undefined && record.state !== 'running') {
    const row = emissionsRow(record);
    for (const path of [emissionsPath(book), ...(options.csv ?? [])]) {
      const appended = appendEmissionsRow(path, row, { once: options.once === true });
      if (!appended.ok) problems.push(appended.error);
      else if (appended.value.warning !== undefined) problems.push(appended.value.warning);
    }
  }
  const failed = writeRecord(folder, record);
  if (failed !== undefined) problems.push(failed);
  return { record, problems };
}
