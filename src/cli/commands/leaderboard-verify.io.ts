import { basename, dirname, join, resolve } from 'node:path';
import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { ENTRY_FILE } from '../../report/leaderboard/entry-folder.io.ts';
import { verifyEntry } from '../../report/leaderboard/verify-entry.io.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type LoadedEntry, verifyEntries } from '../leaderboard/load-entries.io.ts';
import { plausibleKnowledge } from '../leaderboard/plausible-knowledge.io.ts';
import { isThere, openTask } from '../leaderboard/task-file.io.ts';
import { printable } from '../output/text-width.ts';
import type { LEADERBOARD_VERIFY } from '../spec/leaderboard-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook leaderboard verify`: computes entries anew from their journals. */
export async function run(context: CliContext, input: InputOf<typeof LEADERBOARD_VERIFY>): Promise<number> {
  const loaded = await load(context.host, input.arguments.task ?? '.');
  if (!loaded.ok) return context.fail(loaded.error);
  const refused = loaded.value.filter(({ entry }) => !entry.ok);
  const data = {
    entries: loaded.value.map(({ name, entry }) =>
      entry.ok ? { name, ok: true } : { name, ok: false, problem: entry.error },
    ),
  };
  if (refused.length > 0 && context.json)
    return context.fail(failure(refused.length, data.entries.length), data);
  if (context.json) return context.succeed(data);
  const { style } = context;
  for (const { name, entry } of loaded.value) {
    const shown = printable(name);
    if (entry.ok) context.out(`${style.green('ok')}       ${shown}\n`);
    else {
      const { what, why } = entry.error;
      context.out(`${style.red('refused')}  ${shown}: ${printable(what)}\n`);
      if (why !== undefined) context.out(`         ${printable(why)}\n`);
    }
  }
  if (refused.length > 0) return context.fail(failure(refused.length, data.entries.length));
  if (!context.quiet && data.entries.length === 0) context.err('no entries yet\n');
  return 0;
}

async function load(host: Host, folder: string): Promise<Result<readonly LoadedEntry[]>> {
  const { cwd } = host;
  const dir = resolve(cwd, folder);
  if (!isThere(join(dir, ENTRY_FILE))) {
    const task = openTask(cwd, folder);
    return task.ok ? verifyEntries(task.value, host) : task;
  }
  const task = openTask(cwd, dirname(dirname(dir)));
  if (!task.ok && task.error.code !== 'E_NOT_FOUND') return task;
  const name = basename(dir);
  const verified = await verifyEntry(
    dir,
    name,
    plausibleKnowledge(host),
    task.ok ? task.value.task : undefined,
  );
  return ok([{ name, entry: verified.ok ? ok(verified.value.entry) : verified }]);
}

function failure(refused: number, all: number): ReturnType<typeof problem> {
  return problem(
    'E_VERIFY',
    `${refused} of ${all === 1 ? '1 entry' : `${all} entries`} ${refused === 1 ? 'does' : 'do'} not hold`,
  );
}
