import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import type { Out, RepoPath } from '../model/stage.ts';
import type { Project } from '../project/load-project.io.ts';

/**
 * Lets git ignore outputs that the cache keeps, by a line in the .gitignore beside each, where it does not already.
 *
 * @returns the .gitignore files that were changed; a problem where git tracks an output, which the cache would take from it.
 */
export function keepFromGit(
  { root, config }: Pick<Project, 'root' | 'config'>,
  outs: readonly Out[],
): Result<readonly RepoPath[]> {
  if (config.isWithoutGit) return ok([]);
  const git = IgnoreScope.git(root);
  if (!git.isThere) return ok([]);
  const visible = outs.filter(
    ({ cache, at }) => cache && !at.startsWith('/') && !at.includes('://') && !isIgnored(git, at),
  );
  if (visible.length === 0) return ok([]);
  const tracked = trackedByGit(root, visible);
  if (tracked !== undefined) return err(tracked);
  const changed = new Set<RepoPath>();
  for (const { at } of visible) {
    const folder = dirname(at) === '.' ? '' : dirname(at);
    const file = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
    try {
      addLine(join(root, file), ignoreLine(basename(at)));
    } catch (error) {
      if (errnoName(error) === undefined) throw error;
      const { why, fix } = whyNot(error);
      return err(problem('E_PIPELINE', `cannot write ${file}`, why, fix));
    }
    changed.add(file);
  }
  return ok([...changed]);
}

function isIgnored(git: IgnoreScope, at: RepoPath): boolean {
  const folder = dirname(at) === '.' ? '' : dirname(at);
  const scope = git.descend(folder);
  // As DVC asks: a pattern for folders alone does not count.
  return scope === undefined || scope.ignoresFile(basename(at));
}

/** A problem where git tracks one of these outputs, or something in it. */
export function trackedByGit(root: string, outs: readonly Out[]): Problem | undefined {
  const args = ['-C', root, 'ls-files', '-z', '--', ...outs.map(({ at }) => `:(literal)${at}`)];
  const { stdout, status } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0 || stdout === '') return undefined;
  const [first = ''] = stdout.split('\0');
  const tracked = outs.find(({ at }) => first === at || first.startsWith(`${at}/`))?.at ?? first;
  return problem(
    'E_PIPELINE',
    `output '${tracked}' is already tracked by SCM (e.g. Git).`,
    'it would be kept twice, and git would show it as changed each time',
    `git rm -r --cached '${tracked}' && git commit -m "stop tracking ${tracked}"`,
  );
}

function addLine(path: string, line: string): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (before.split(/\r?\n/).includes(line)) return;
  appendFileSync(path, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`);
}

/** The line of .gitignore for a name in the same folder, pattern characters taken literally, as DVC writes it. */
export function ignoreLine(name: string): string {
  return `/${name.replaceAll(/[\\*?[\]!#]/g, String.raw`\$&`)}`;
}
