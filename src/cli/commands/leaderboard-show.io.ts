import { problem } from '../../errors.ts';
import { VERSION } from '../../host/version.ts';
import { leaderboardCsv } from '../../report/leaderboard/leaderboard-csv.ts';
import { leaderboardDocument } from '../../report/leaderboard/leaderboard-document.ts';
import { type Standing, standingOf } from '../../report/leaderboard/standing.ts';
import { markdownReport } from '../../report/statement/render/markdown.ts';
import type { CliContext } from '../context.ts';
import { askedConstraints } from '../leaderboard/asked-constraints.ts';
import { loadEntries } from '../leaderboard/load-entries.io.ts';
import { standingJson } from '../leaderboard/standing-json.ts';
import { standingNotes, standingView } from '../leaderboard/standing-view.ts';
import { openTask } from '../leaderboard/task-file.io.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { printable } from '../output/text-width.ts';
import type { LEADERBOARD_SHOW } from '../spec/leaderboard-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook leaderboard show`: quality against energy, as the entries say. */
export async function run(context: CliContext, input: InputOf<typeof LEADERBOARD_SHOW>): Promise<number> {
  const { options, arguments: words } = input;
  if ([options.csv, options.md, context.json].filter((one) => one).length > 1) {
    const why = 'each is a form of its own';
    return context.fail(problem('E_USAGE', '--csv, --md and --json exclude each other', why, 'Keep one.'));
  }
  const task = openTask(context.host.cwd, words.task ?? '.');
  if (!task.ok) return context.fail(task.error);
  const constraints = askedConstraints(task.value.task, options);
  if (!constraints.ok) return context.fail(constraints.error);
  const loaded = loadEntries(task.value);
  if (!loaded.ok) return context.fail(loaded.error);
  const wrong = loaded.value.flatMap(({ entry }) => (entry.ok ? [] : [entry.error]));
  for (const one of wrong) context.warn(one);
  const entries = loaded.value.flatMap(({ entry }) => (entry.ok ? [entry.value] : []));
  const { minSeeds, baseline } = task.value.task;
  if (baseline !== undefined && !loaded.value.some(({ name }) => name === baseline))
    context.warn(
      problem(
        'E_CONFIG',
        `the baseline ${baseline} is no entry`,
        'A point of quality is counted from the entry before on the frontier.',
        'Name an entry as `baseline` in leaderboard.yaml, or take the key out.',
      ),
    );
  const asked = { ...task.value.task, minSeeds: Math.max(minSeeds, options.minSeeds ?? 1) };
  const standing = onlyOf(standingOf(asked, entries, constraints.value), options.hardware);
  tell(context, standing, options);
  return wrong.length > 0 ? 5 : 0;
}

function onlyOf(standing: Standing, hardware: string | undefined): Standing {
  if (hardware === undefined) return standing;
  const has = (name: string): boolean => name.toLowerCase().includes(hardware.toLowerCase());
  return {
    ...standing,
    classes: standing.classes.filter((one) => has(one.hardware)),
    unplaced: standing.unplaced.filter(({ entry }) => has(entry.configuration.machine)),
  };
}

function tell(
  context: CliContext,
  standing: Standing,
  options: InputOf<typeof LEADERBOARD_SHOW>['options'],
): void {
  if (context.json) context.succeed(standingJson(standing));
  else if (options.csv) context.out(leaderboardCsv(standing));
  else if (options.md) context.out(markdownReport(leaderboardDocument(standing, VERSION, false)));
  else {
    const look = lookOf(context, options);
    context.out(`${standingView(standing, look).join('\n')}\n`);
    if (context.quiet) return;
    const isEmpty = standing.classes.length + standing.unplaced.length === 0;
    const empty =
      options.hardware === undefined
        ? 'no entries yet: joulebook leaderboard add FILTER --by NAME enters runs of the book'
        : `no entry on hardware with ${options.hardware} in its name`;
    const notes = isEmpty ? [printable(empty)] : standingNotes(standing, look);
    for (const note of notes) context.err(`${context.errStyle.dim(note)}\n`);
  }
}
