import { err, ok, type Result } from '../../result.ts';
import type { Dep, RepoPath } from '../model/stage.ts';
import { typeName } from '../model/type-name.ts';
import { isList, type Value } from '../model/value.ts';
import { isAddress, pathIn, relativeTo } from './repo-path.ts';

/** Why an entry of a stage cannot be used. */
export interface EntryFault {
  readonly key: string;
  readonly message: string;
  readonly fix?: string;
  /** What is to be underlined, as it is written. */
  readonly written?: string;
}

/** What to do where a number or truth value stands for a path. */
export const QUOTE = 'quote the value where it is set, so that it is a text';

/** Where the paths of a stage begin. */
export interface StageFolder {
  readonly root: string;
  readonly wdir: RepoPath;
}

/** A path as a stage writes it, and where it leads. An absolute one inside the repository is written from `wdir`. */
export function pathEntry(
  path: Value,
  what: 'a dependency' | 'an output',
  key: string,
  { root, wdir }: StageFolder,
): Result<Dep, EntryFault> {
  if (typeof path !== 'string') {
    return err({ key, message: `expected a path, got ${typeName(path)}`, fix: QUOTE });
  }
  if (path.endsWith('.dvc') || path === 'dvc.yaml' || path.endsWith('/dvc.yaml')) {
    const fix = 'name the file or folder that it tracks';
    return err({ key, message: `DVC file '${path}' cannot be ${what}.`, fix, written: path });
  }
  const at = pathIn(root, wdir, path);
  const isAbsolute = path.startsWith('/') && !at.startsWith('/') && !isAddress(at);
  return ok({ path: isAbsolute && !wdir.startsWith('/') ? relativeTo(wdir, at) : path, at });
}

/** The dependencies of a stage. */
export function depsOf(list: Value | undefined, folder: StageFolder): Result<readonly Dep[], EntryFault> {
  const deps: Dep[] = [];
  for (const path of isList(list) ? list : []) {
    const dep = pathEntry(path, 'a dependency', 'deps', folder);
    if (!dep.ok) return dep;
    deps.push(dep.value);
  }
  return ok(deps);
}
