import type { RunFolder } from '../../book/run-folder.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { readRun } from '../../book/recover.io.ts';
import { newSha256 } from '../../book/sha256.io.ts';
import { verifyJournal } from '../../book/verify-journal.io.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { LineCheck } from './implausible-lines.ts';
import { implausibleRun } from './implausible-run.ts';
import type { PlausibleKnowledge } from './plausible-limits.ts';

/** What a journal gives. */
export interface ReadJournal {
  readonly record: RunRecord;
  /** SHA-256 of the readings alone, hex: the same for a copy under another id or name. */
  readonly readings: string;
}

/**
 * The record that a journal gives, computed anew, where the journal is whole (every line has its checksum, none is missing, and the end has the hash of all
 * before it) and says nothing that cannot be. E_VERIFY.
 */
export function recordOfJournal(
  journal: string,
  id: string,
  knowledge: PlausibleKnowledge,
): Result<ReadJournal> {
  const folder: RunFolder = { id, dir: '', journal, record: '', series: '', report: '' };
  const verdict = verifyJournal(folder, true);
  if (!verdict.ok) return verdict;
  const [fault] = verdict.value.faults;
  if (fault !== undefined)
    return err(problem('E_VERIFY', `the journal of run ${id} does not hold: ${fault.what}`, fault.why));
  const check = new LineCheck();
  const readings = newSha256();
  const read = readRun(folder, (line) => {
    check.see(line);
    if (line.k === 'sample') readings.update(JSON.stringify([line.dt, line.e, line.i, line.u, line.b]));
  });
  if (!read.ok) return read;
  const record = read.run.record();
  if (record.id !== id)
    return err(problem('E_VERIFY', `the journal named after run ${id} is of another`, `It is ${record.id}.`));
  // A run that was imported has no readings; that it makes no entry is said of it as a whole.
  const implausible =
    record.samples === 0
      ? undefined
      : (check.fault(id, knowledge.factors) ?? implausibleRun(record, knowledge));
  return implausible === undefined ? ok({ record, readings: readings.digest('hex') }) : err(implausible);
}
