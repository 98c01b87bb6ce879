import { lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { EntryRun, LeaderboardEntry } from './entry.ts';
import { readEntry, strangeFile } from './entry-folder.io.ts';
import { LONGEST_JOURNAL } from './entry-shape.ts';
import { hashOf, unpackJournal } from './journal-file.io.ts';
import { recordOfJournal } from './journal-record.io.ts';
import { makeEntry, type PackedRun } from './make-entry.ts';
import type { PlausibleKnowledge } from './plausible-limits.ts';
import { firstDifference } from './same-figures.ts';
import { type LeaderboardTask, notOfClass } from './task.ts';

/** An entry that its journals give. */
export interface VerifiedEntry {
  readonly entry: LeaderboardEntry;
  /** SHA-256 of the readings of each of its runs, hex. */
  readonly readings: readonly string[];
}

/**
 * Computes an entry anew from the journals in its folder and compares it with what it says. E_VERIFY with the first thing that does not hold.
 *
 * @param knowledge what can be at all.
 * @param task what it is entered for; its metric, seeds and hardware are asked for too.
 */
export async function verifyEntry(
  folder: string,
  name: string,
  knowledge: PlausibleKnowledge,
  task?: LeaderboardTask,
): Promise<Result<VerifiedEntry>> {
  const said = readEntry(folder, name);
  if (!said.ok) return said;
  const entry = said.value;
  const strange = strangeFile(folder, entry) ?? notForTask(entry, task);
  if (strange !== undefined) return err(strange);
  const runs: PackedRun[] = [];
  for (const run of entry.runs) {
    const read = await readPacked(folder, run, knowledge);
    if (!read.ok) return read;
    runs.push(read.value);
  }
  const found = makeEntry(runs, entry.metricName, entry);
  if (!found.ok) return found;
  const different = firstDifference(entry, found.value);
  if (different === undefined)
    return ok({ entry: found.value, readings: runs.map(({ readings }) => readings) });
  const { path, said: written, found: computed } = different;
  return err(
    problem(
      'E_VERIFY',
      `${path} is not what the journals give`,
      `The entry says ${valueText(written)}, the journals give ${valueText(computed)}.`,
      'Make the entry anew with `joulebook leaderboard add`.',
    ),
  );
}

function notForTask(entry: LeaderboardEntry, task: LeaderboardTask | undefined): Problem | undefined {
  if (task === undefined) return undefined;
  if (entry.metricName !== task.metric)
    return problem('E_VERIFY', `its metric is ${entry.metricName}, and the task's ${task.metric}`);
  const other = notOfClass(entry.machine, task.hardware);
  if (other !== undefined) return problem('E_VERIFY', other, 'The task is for one class of hardware.');
  const { n } = entry.metric;
  return n >= task.minSeeds
    ? undefined
    : problem('E_VERIFY', `it has ${n === 1 ? '1 seed' : `${n} seeds`}, ${task.minSeeds} are asked for`);
}

async function readPacked(
  folder: string,
  { id, journal }: EntryRun,
  knowledge: PlausibleKnowledge,
): Promise<Result<PackedRun>> {
  const path = join(folder, journal.file);
  const refuse = ({ what, why }: Pick<Problem, 'what' | 'why'>): Result<PackedRun> =>
    err(problem('E_VERIFY', `${journal.file}: ${what}`, why));
  try {
    const stat = lstatSync(path);
    if (!stat.isFile()) return refuse({ what: 'it is no plain file' });
    if (stat.size > LONGEST_JOURNAL) return refuse({ what: `it is longer than ${LONGEST_JOURNAL} bytes` });
  } catch (error) {
    return refuse({ what: 'it cannot be read', why: whyNot(error).why });
  }
  const sha256 = await hashOf(path);
  if (!sha256.ok) return sha256;
  if (sha256.value !== journal.sha256)
    return refuse({
      what: 'it is not the file that was entered',
      why: `Its SHA-256 is ${sha256.value}, not ${journal.sha256}.`,
    });
  const scratch = mkdtempSync(join(tmpdir(), 'joulebook-entry-'));
  try {
    const unpacked = join(scratch, 'journal.jsonl');
    const failed = await unpackJournal(path, unpacked, journal.bytes);
    if (failed !== undefined) return failed.code === 'E_VERIFY' ? refuse(failed) : err(failed);
    const read = recordOfJournal(unpacked, id, knowledge);
    if (!read.ok) return read.error.code === 'E_VERIFY' ? refuse(read.error) : read;
    return ok({ ...read.value, journal });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const LONGEST_VALUE = 80;

function valueText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
