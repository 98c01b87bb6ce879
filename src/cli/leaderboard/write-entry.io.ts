import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../book/run-record.ts';
import { runFolder } from '../../book/run-folder.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import type { LeaderboardEntry } from '../../report/leaderboard/entry.ts';
import { ENTRIES, ENTRY_FILE } from '../../report/leaderboard/entry-folder.io.ts';
import { journalName } from '../../report/leaderboard/entry-shape.ts';
import { packJournal } from '../../report/leaderboard/journal-file.io.ts';
import { recordOfJournal } from '../../report/leaderboard/journal-record.io.ts';
import { type EntryNames, makeEntry, type PackedRun } from '../../report/leaderboard/make-entry.ts';
import type { PlausibleKnowledge } from '../../report/leaderboard/plausible-limits.ts';
import { err, ok, type Result } from '../../result.ts';
import { isThere, type OpenTask } from './task-file.io.ts';

/**
 * Packs the journals of some runs and writes the entry that they give. It is written beside and put in place whole; an entry that is there is left alone.
 *
 * @param book the folder of the book.
 * @param names also our process, so that two that add the same do not meet in one draft.
 */
export async function writeEntry(
  { dir, task }: OpenTask,
  book: string,
  records: readonly RunRecord[],
  names: EntryNames & { readonly pid: number },
  knowledge: PlausibleKnowledge,
): Promise<Result<LeaderboardEntry>> {
  const place = join(dir, ENTRIES, names.name);
  if (isThere(place)) return err(taken(names.name));
  const draft = join(dir, ENTRIES, `.${names.name}.${names.pid}.part`);
  try {
    makeFolder(join(dir, ENTRIES));
    mkdirSync(draft);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_OUTPUT', `cannot make the folder ${draft}`, why, fix));
  }
  try {
    const runs: PackedRun[] = [];
    for (const { id } of records) {
      const packed = await pack(runFolder(book, id).journal, draft, id, knowledge);
      if (!packed.ok) return packed;
      runs.push(packed.value);
    }
    const entry = makeEntry(runs, task.metric, names);
    if (!entry.ok) return entry;
    writeFileSync(join(draft, ENTRY_FILE), `${JSON.stringify(entry.value, null, 2)}\n`);
    renameSync(draft, place);
    return entry;
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_OUTPUT', `cannot write ${place}`, why, fix));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function pack(
  journal: string,
  draft: string,
  id: string,
  knowledge: PlausibleKnowledge,
): Promise<Result<PackedRun>> {
  const read = recordOfJournal(journal, id, knowledge);
  if (!read.ok) return read;
  const file = journalName(id);
  const packed = await packJournal(journal, join(draft, file));
  return packed.ok ? ok({ ...read.value, journal: { file, ...packed.value } }) : packed;
}

function taken(name: string): Problem {
  return problem(
    'E_USAGE',
    `there is an entry ${name} already`,
    undefined,
    'Give another --name, or delete that folder first.',
  );
}
