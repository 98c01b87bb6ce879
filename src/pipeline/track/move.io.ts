import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { folderOf } from '../data-file/folder-of.ts';
import { addressOf, relativePath } from '../graph/address.ts';
import type { DataSource, RepoPath } from '../model/stage.ts';
import type { Workbench } from '../repro/workbench.io.ts';
import { add, type Added, checkTogether, sourceFor } from './add.io.ts';
import { dropFromGit } from './drop-from-git.io.ts';
import { outAt } from './find-out.ts';
import { keepFromGit } from '../repro/keep-from-git.io.ts';
import { writeDataFile } from './write-data-file.io.ts';
import { relativeTo } from '../resolve/repo-path.ts';
import { statsAt } from '../content/stats-at.io.ts';

/** What was moved. */
export interface Moved {
  /** Files that git is to know of. */
  readonly changed: readonly RepoPath[];
  readonly warnings: readonly Problem[];
}

/**
 * Moves a tracked file or folder, and its .dvc file where that is named for it. What was changed since it was added stays a change: as with
 * DVC, the cache has it, and the .dvc file does not.
 *
 * @param source where it lies.
 * @param target where it is to lie; a folder that is there takes it in.
 */
export function move(bench: Workbench, source: RepoPath, target: RepoPath): Result<Moved> {
  const { project } = bench;
  const { root, from } = project;
  const owned = outAt(project.nodes, source);
  if (owned?.out.at !== source)
    return err(
      problem(
        'E_PIPELINE',
        `Unable to find DVC file with output '${relativePath(from, source)}'`,
        'no .dvc file tracks just this',
        'name a file or folder that was added',
      ),
    );
  const { node } = owned;
  if (node.kind === 'stage' || node.outs.length !== 1)
    return err(
      problem(
        'E_PIPELINE',
        `move is not permitted for stages that are not data sources. You need to either move '${addressOf(node, from)}' to a new location and edit it by hand, or remove '${addressOf(node, from)}' and create a new one at the desired location.`,
        'a stage makes it',
        'change the path in dvc.yaml',
      ),
    );
  const isInto = statsAt(join(root, target))?.isDirectory() === true;
  const to = isInto ? (target === '' ? basename(source) : `${target}/${basename(source)}`) : target;
  const isNamedForIt = basename(node.file) === `${basename(source)}.dvc`;
  const moved = isNamedForIt
    ? renamed(node, to)
    : { ...node, outs: [{ ...node.outs[0], ...pathIn(node.wdir, to) }] };
  const refused = whyNotTo(bench, node, moved as DataSource, to);
  if (refused !== undefined) return err(refused);
  const isThere = existsSync(join(root, source));
  if (isThere) {
    const failed = renamePath(join(root, source), join(root, to));
    if (failed !== undefined) return err(failed);
  }
  const dropped = dropFromGit(project, node.outs);
  if (!dropped.ok) return dropped;
  const taken = isThere
    ? add(bench, moved as DataSource, to, { noCommit: false, isRelinked: true, isRecordKept: true })
    : recordOf(bench, moved as DataSource);
  if (!taken.ok) return taken;
  if (isNamedForIt) rmSync(join(root, node.file), { force: true });
  const changed = [...dropped.value, ...taken.value.changed, ...(isNamedForIt ? [node.file] : [])];
  return ok({ changed, warnings: taken.value.warnings });
}

/** Of what is not in the workspace only the record moves: its data are in the cache, and may be checked out where it says now. */
function recordOf({ project }: Workbench, moved: DataSource): Result<Added> {
  const ignored = keepFromGit(project, moved.outs);
  if (!ignored.ok) return ignored;
  const failed = writeDataFile(project.root, moved);
  if (failed !== undefined) return err(failed);
  return ok({ source: moved, changed: [moved.file, ...ignored.value], warnings: [] });
}

function whyNotTo(bench: Workbench, old: DataSource, moved: DataSource, to: RepoPath): Problem | undefined {
  const { root } = bench.project;
  const others = {
    ...bench,
    project: { ...bench.project, nodes: bench.project.nodes.filter((one) => one !== old) },
  };
  const allowed = sourceFor(others, to);
  if (!allowed.ok) return allowed.error;
  const folder = folderOf(to);
  const above = statsAt(join(root, folder));
  if (above?.isDirectory() !== true)
    return problem(
      'E_PIPELINE',
      `stage working dir '${folder}' ${above === undefined ? 'does not exist' : 'is not a folder'}`,
      'there is no such folder to move into',
      'make the folder first, or choose another path',
    );
  if (moved.file !== old.file && existsSync(join(root, moved.file)))
    return problem(
      'E_PIPELINE',
      `'${moved.file}' already exists`,
      'it tracks something already',
      'choose another name',
    );
  if (existsSync(join(root, to)))
    return problem('E_PIPELINE', `'${to}' already exists`, 'it would be overwritten', 'choose another name');
  const together = checkTogether(others, [moved]);
  return together.ok ? undefined : together.error;
}

function renamed(node: DataSource, to: RepoPath): DataSource {
  const [out] = node.outs;
  const wdir = folderOf(to);
  return {
    ...node,
    file: `${to}.dvc`,
    wdir,
    outs: out === undefined ? [] : [{ ...out, path: basename(to), at: to }],
  };
}

function pathIn(wdir: RepoPath, to: RepoPath): { readonly path: string; readonly at: RepoPath } {
  return { path: relativeTo(wdir, to), at: to };
}

function renamePath(source: string, target: string): Problem | undefined {
  try {
    renameSync(source, target);
    return undefined;
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return problem('E_PIPELINE', `cannot move ${source} to ${target}`, why, fix);
  }
}
