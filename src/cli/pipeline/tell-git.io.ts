import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { IgnoreScope } from '../../pipeline/ignore/ignore-scope.io.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Project } from '../../pipeline/project/load-project.io.ts';
import { byCodePoints } from '../../pipeline/values/code-points.ts';
import type { CliContext } from '../context.ts';

/**
 * What DVC says, or does, at the end of a command that changed files which git should know of: it names the command that adds them, or adds them
 * itself where `core.autostage` is set.
 */
export function tellGit(
  context: CliContext,
  { root, from, config }: Pick<Project, 'root' | 'from' | 'config'>,
  files: Iterable<RepoPath>,
): void {
  const tracked = new Set(files);
  if (tracked.size === 0 || config.isWithoutGit || !IgnoreScope.git(root).isThere) return;
  const paths = [...tracked].sort(byCodePoints).map((at) => relativePath(from, at));
  if (config.isAutostaged) {
    const { status, stderr } = spawnSync('git', ['add', '--', ...paths], {
      cwd: join(root, from),
      encoding: 'utf8',
    });
    if (status !== 0) context.warn(notAdded(paths, stderr ?? ''));
  } else if (!context.quiet && !context.json) {
    const words = paths.map(quoted).join(' ');
    context.out(`\nTo track the changes with git, run:\n\n\tgit add ${words}\n`);
    context.out('\nTo enable auto staging, run:\n\n\tdvc config core.autostage true\n');
  }
}

function notAdded(paths: readonly string[], said: string): ReturnType<typeof problem> {
  const fix = `add them: git add ${paths.map(quoted).join(' ')}`;
  return problem('E_PIPELINE', 'what changed could not be added to git', said.trim(), fix);
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}
