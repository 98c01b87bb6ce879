import { resolve } from 'node:path';
import { VERSION } from '../../host/version.ts';
import { writeOutput } from '../../host/write-output.io.ts';
import { leaderboardDocument } from '../../report/leaderboard/leaderboard-document.ts';
import { sliderProgram } from '../../report/leaderboard/slider-program.ts';
import { standingOf } from '../../report/leaderboard/standing.ts';
import { htmlReport } from '../../report/statement/render/html.ts';
import type { CliContext } from '../context.ts';
import { askedConstraints } from '../leaderboard/asked-constraints.ts';
import { verifyEntries } from '../leaderboard/load-entries.io.ts';
import { openTask } from '../leaderboard/task-file.io.ts';
import type { LEADERBOARD_PAGE } from '../spec/leaderboard-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook leaderboard page`: verifies all entries and writes the page. */
export async function run(context: CliContext, input: InputOf<typeof LEADERBOARD_PAGE>): Promise<number> {
  const { options, arguments: words } = input;
  const task = openTask(context.host.cwd, words.task ?? '.');
  if (!task.ok) return context.fail(task.error);
  const constraints = askedConstraints(task.value.task, options);
  if (!constraints.ok) return context.fail(constraints.error);
  const verified = await verifyEntries(task.value, context.host);
  if (!verified.ok) return context.fail(verified.error);
  for (const { name, entry } of verified.value)
    if (!entry.ok)
      return context.fail({
        ...entry.error,
        what: `the entry ${name} does not hold: ${entry.error.what}`,
        fix: 'Mend it or take its folder out: a page shows only what was verified.',
      });
  const entries = verified.value.flatMap(({ entry }) => (entry.ok ? [entry.value] : []));
  const standing = standingOf(task.value.task, entries, constraints.value);
  const text = htmlReport(
    leaderboardDocument(standing, VERSION, true),
    (part) => process.getBuiltinModule('node:crypto').hash('sha256', part, 'base64'),
    sliderProgram(standing),
  );
  if (options.output === undefined) {
    if (context.json) return context.succeed({ text, entries: entries.length });
    context.out(text);
    return 0;
  }
  const bytes = Buffer.from(text);
  const failed = writeOutput(resolve(context.host.cwd, options.output), bytes);
  if (failed !== undefined) return context.fail(failed);
  if (context.json)
    return context.succeed({ file: options.output, bytes: bytes.length, entries: entries.length });
  if (!context.quiet) context.err(`wrote ${options.output} (${Math.ceil(bytes.length / 1000)} kB)\n`);
  return 0;
}
