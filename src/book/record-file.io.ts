import { readFileSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { writeFileAtomic } from '../host/atomic-file.io.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';
import type { RunFolder } from './run-folder.io.ts';
import type { RunRecord } from './run-record.ts';

/** Writes `run.json` by rename. */
export function writeRecord(folder: RunFolder, record: RunRecord): Problem | undefined {
  const failed = writeFileAtomic(folder.record, `${JSON.stringify(record, null, 2)}\n`);
  return failed === undefined ? undefined : problem('E_BOOK_WRITE', failed.what, failed.why, failed.fix);
}

/** Reads `run.json`. One that is damaged is a problem; the next recovery derives it again. */
export function readRecord(folder: RunFolder): Result<RunRecord> {
  try {
    const record = JSON.parse(readFileSync(folder.record, 'utf8')) as Partial<RunRecord> | null;
    if (record?.schema === 'joulebook.run/1') return ok(record as RunRecord);
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      const { why, fix } = whyNot(error);
      return err(problem('E_BOOK_READ', `cannot read ${folder.record}`, why, fix));
    }
  }
  return err(
    problem(
      'E_BOOK_READ',
      `${folder.record} is damaged`,
      'it is no record of a run',
      'delete it: it is derived again from the journal',
    ),
  );
}
