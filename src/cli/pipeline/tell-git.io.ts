import { spawnSync } from 'node:child_process';
import { relativePath } from '../../pipeline/graph/address.ts';
import { IgnoreScope } from '../../pipeline/ignore/ignore-scope.io.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Project } from '../../pipeline/project/load-project.io.ts';
import type { CliContext } from '../context.ts';

/** Says which files git is to know of, as DVC does, or adds them where the project wants that. Without git nothing is said. */
export function tellGit(context: CliContext, project: Project, files: Iterable<RepoPath>): void {
  const { root, from, config } = project;
  const paths = [...new Set(files)];
  if (paths.length === 0 || config.isWithoutGit || !IgnoreScope.git(root).isThere) return;
  if (config.isAutostaged) {
    spawnSync('git', ['-C', root, 'add', '--all', '--', ...paths.map((path) => `:(literal)${path}`)]);
    return;
  }
  if (context.quiet || context.json) return;
  const words = paths.map((path) => shellWord(relativePath(from, path))).join(' ');
  context.out(`\nTo track the changes with git, run:\n\n\tgit add ${words}\n`);
  context.out('\nTo enable auto staging, run:\n\n\tdvc config core.autostage true\n');
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
