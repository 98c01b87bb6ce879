import type { RunFolder } from '../../book/run-folder.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { readRun } from '../../book/recover.io.ts';
import { verifyJournal } from '../../book/verify-journal.io.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/**
 * The record that a journal gives, computed anew, where the journal is whole: every line has its checksum, none is missing, and the end has the hash of all
 * before it. E_VERIFY.
 */
export function recordOfJournal(journal: string, id: string): Result<RunRecord> {
  const folder: RunFolder = { id, dir: '', journal, record: '', series: '', report: '' };
  const verdict = verifyJournal(folder, true);
  if (!verdict.ok) return verdict;
  const [fault] = verdict.value.faults;
  if (fault !== undefined)
    return err(problem('E_VERIFY', `the journal of run ${id} does not hold: ${fault.what}`, fault.why));
  const read = readRun(folder);
  if (!read.ok) return read;
  const record = read.run.record();
  return record.id === id
    ? ok(record)
    : err(problem('E_VERIFY', `the journal named after run ${id} is of another`, `It is ${record.id}.`));
}
