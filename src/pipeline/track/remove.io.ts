import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, type Result } from '../../result.ts';
import { addressOf } from '../graph/address.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import type { Workbench } from '../repro/workbench.io.ts';
import { dropFromGit } from './drop-from-git.io.ts';
import { editStage } from './edit-definition.io.ts';
import { unprotect } from './unprotect.io.ts';

/**
 * Stops tracking a data source, or takes a stage out of dvc.yaml and dvc.lock.
 *
 * @param isWithOuts whether what it tracks or makes is removed as well; else it becomes files of its own.
 * @returns .gitignore files that were changed.
 */
export function remove(bench: Workbench, node: Node, isWithOuts: boolean): Result<readonly RepoPath[]> {
  const { project, workspace, locks } = bench;
  const { root, from } = project;
  const definition = project.pipelines.get(node.file)?.definition;
  if (node.kind === 'stage' && definition?.stages.get(node.name)?.kind !== 'single')
    return err(
      problem(
        'E_PIPELINE',
        `cannot remove a parametrized stage: '${addressOf(node, from)}'`,
        'it is one of a group in dvc.yaml',
        `take its item out of the group in ${node.file}`,
      ),
    );
  for (const out of node.outs) {
    if (out.at.startsWith('/') || out.at.includes('://')) continue;
    const path = join(root, out.at);
    try {
      if (isWithOuts) rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (errnoName(error) === undefined) throw error;
      const { why, fix } = whyNot(error);
      return err(problem('E_PIPELINE', `cannot remove ${path}`, why, fix));
    }
    if (isWithOuts || !out.cache) continue;
    const done = unprotect(path, workspace.umask);
    if (!done.ok && !done.error.what.startsWith("can't unprotect")) return done;
  }
  const ignored = dropFromGit(project, node.outs);
  if (!ignored.ok) return ignored;
  if (node.kind === 'data') {
    rmSync(join(root, node.file), { force: true });
    return ignored;
  }
  const unlocked = locks.drop(node);
  if (!unlocked.ok) return unlocked;
  if (definition === undefined) return ignored;
  const edited = editStage(root, definition, node.name, () => undefined);
  return edited.ok ? ignored : edited;
}
