import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { folderOf } from '../data-file/folder-of.ts';
import type { Out, RepoPath } from '../model/stage.ts';
import type { Project } from '../project/load-project.io.ts';
import { ignoreLine } from '../repro/git-view.io.ts';
import { statsAt } from '../content/stats-at.io.ts';

/**
 * Takes the lines out of .gitignore that kept outputs from git. A .gitignore in which nothing is left goes.
 *
 * @returns the .gitignore files that were changed and are still there.
 */
export function dropFromGit(
  { root, config }: Pick<Project, 'root' | 'config'>,
  outs: readonly Out[],
): Result<readonly RepoPath[]> {
  if (config.isWithoutGit) return ok([]);
  const changed = new Set<RepoPath>();
  for (const { at, cache } of outs) {
    if (!cache || at.startsWith('/') || at.includes('://')) continue;
    const folder = folderOf(at);
    const file = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
    const path = join(root, file);
    const before = textOf(path);
    if (before === undefined) continue;
    const line = ignoreLine(basename(at));
    const lines = before.split('\n');
    const kept = lines.filter((one) => one.trim() !== line && one.trim() !== `/${basename(at)}`);
    if (kept.length === lines.length) continue;
    if (kept.every((one) => one === '')) {
      rmSync(path);
      changed.delete(file);
      continue;
    }
    const failed = writeFileAtomic(path, kept.join('\n'));
    if (failed !== undefined) return err(problem('E_PIPELINE', failed.what, failed.why, failed.fix));
    changed.add(file);
  }
  return ok([...changed].filter((file) => statsAt(join(root, file)) !== undefined));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoName(error) ?? '')) return undefined;
    throw error;
  }
}
