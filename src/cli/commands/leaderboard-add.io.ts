import { join, relative } from 'node:path';
import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { entryName, isEntryName } from '../../report/leaderboard/entry.ts';
import type { LeaderboardEntry } from '../../report/leaderboard/entry.ts';
import { ENTRIES } from '../../report/leaderboard/entry-folder.io.ts';
import { sharedRuns } from '../../report/leaderboard/shared-runs.ts';
import { meanText } from '../../report/statement/mean-text.ts';
import { runsText } from '../../report/statement/said.ts';
import { energyWithBand } from '../../units/format.ts';
import type { CliContext } from '../context.ts';
import { plausibleKnowledge } from '../leaderboard/plausible-knowledge.io.ts';
import { type LoadedEntry, loadEntries } from '../leaderboard/load-entries.io.ts';
import { openTask } from '../leaderboard/task-file.io.ts';
import { writeEntry } from '../leaderboard/write-entry.io.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import { printable } from '../output/text-width.ts';
import { reportRuns } from '../report/report-runs.io.ts';
import type { LEADERBOARD_ADD } from '../spec/leaderboard-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook leaderboard add`: enters runs of the book. */
export async function run(context: CliContext, input: InputOf<typeof LEADERBOARD_ADD>): Promise<number> {
  const { options, arguments: words } = input;
  const by = options.by?.trim() ?? '';
  if (by === '') return context.fail(noName());
  const task = openTask(context.host.cwd, options.task ?? '.');
  if (!task.ok) return context.fail(task.error);
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const chosen = reportRuns(book.value, [...options.filter, ...words.filters]);
  if (!chosen.ok) return context.fail(chosen.error);
  for (const wrong of chosen.value.problems) context.warn(wrong);
  const roots = chosen.value.records.filter(({ parentId }) => parentId === undefined);
  const ended = roots.filter(({ state }) => state === 'ok').sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = ended;
  if (first === undefined) return context.fail(noneEnded(roots));
  if (ended.length < roots.length) context.warn(leftOut(roots.length - ended.length));
  const name = options.name ?? entryName(`${by} ${first.name}`);
  if (!isEntryName(name)) return context.fail(badName(name));
  const { note } = options;
  const names = { name, by, pid: context.host.pid, ...(note === undefined ? {} : { note }) };
  const entry = await writeEntry(task.value, book.value.dir, ended, names, plausibleKnowledge(context.host));
  if (!entry.ok) return context.fail(entry.error);
  const { minSeeds, metric } = task.value.task;
  const { n } = entry.value.metric;
  if (n < minSeeds) context.warn(fewSeeds(n, minSeeds));
  const others = loadEntries(task.value);
  const twice = others.ok ? enteredTwice(entry.value, others.value) : undefined;
  if (twice !== undefined) context.warn(twice);
  const folder = join(task.value.dir, ENTRIES, name);
  if (context.json) return context.succeed({ folder, entry: entry.value });
  if (context.quiet) return 0;
  const dot = context.unicode ? ' · ' : ', ';
  const facts = [
    runsText(ended.length),
    `${printable(metric)} ${meanText(entry.value.metric)}`,
    energyWithBand(entry.value.energy.estimate),
  ].join(dot);
  context.err(`wrote ${relative(context.host.cwd, folder) || folder}\n`);
  context.err(`${context.unicode ? facts : facts.replaceAll('±', '+-')}\n`);
  const hint =
    'its journals are published as they are: command lines, folders, names of machine and packages';
  context.err(`${context.errStyle.dim(hint)}\n`);
  return 0;
}

function noName(): Problem {
  return problem('E_USAGE', 'it is not said whose entry it is', undefined, 'Give --by NAME.');
}

function badName(name: string): Problem {
  return problem(
    'E_USAGE',
    name === '' ? 'no name can be made of --by' : `${name} is no name of an entry`,
    'It is the name of a folder: small letters, digits, dots and dashes, at most 64.',
    'Give --name, e.g. --name small-net.',
  );
}

function noneEnded(roots: readonly RunRecord[]): Problem {
  const states = [...new Set(roots.map(({ state }) => state))].sort().join(', ');
  return problem('E_NOT_FOUND', 'no run that matches has ended well', `They are: ${states}.`);
}

function leftOut(count: number): Problem {
  return problem(
    'E_VERIFY',
    `${count === 1 ? '1 run that matches is' : `${count} runs that match are`} not in it`,
    'Only runs that ended well make an entry.',
  );
}

/** Another entry that has a run of this one. */
function enteredTwice(entry: LeaderboardEntry, all: readonly LoadedEntry[]): Problem | undefined {
  const entries = all.flatMap(({ entry: one }) => (one.ok ? [one.value] : []));
  const [shared] = sharedRuns(entries).filter(({ names }) => names.includes(entry.name));
  if (shared === undefined) return undefined;
  return problem(
    'E_VERIFY',
    `run ${shared.id} stands in ${shared.names.join(' and ')}`,
    'A run is of one entry only: `leaderboard verify` refuses all of them.',
    `Delete the folders of all but one of them in ${ENTRIES}/.`,
  );
}

function fewSeeds(n: number, asked: number): Problem {
  return problem(
    'E_VERIFY',
    `the entry has ${n === 1 ? '1 seed' : `${n} seeds`}, the task asks for ${asked}`,
    'It has no rank, and `leaderboard verify` refuses it.',
    'Measure more seeds and enter it anew.',
  );
}
