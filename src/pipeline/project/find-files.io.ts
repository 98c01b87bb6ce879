import { readdirSync, statSync } from 'node:fs';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import { byCodePoints } from '../values/code-points.ts';
import type { RepoPath } from '../model/stage.ts';

/** What the walk is told and asks. */
export interface Finder {
  /** A dvc.yaml or a .dvc file was found. */
  readonly found: (at: RepoPath) => void;
  /** Whether a folder is tracked as a whole, as far as is known by now: it is not looked into. */
  readonly isTracked: (at: RepoPath) => boolean;
  /** The project does without git, which may be around it all the same. */
  readonly isWithoutGit: boolean;
}

/**
 * Finds every dvc.yaml and .dvc file of a repository, those of a folder before those below it, so that what one says can keep the walk out of the
 * folders that it tracks. What DVC or git ignores is not looked into.
 *
 * @param root absolute path of the repository.
 */
export function findPipelineFiles(root: string, finder: Finder): void {
  const git = finder.isWithoutGit ? IgnoreScope.none(root) : IgnoreScope.git(root);
  walk('', IgnoreScope.dvc(root), git, finder);
}

function walk(folder: RepoPath, dvc: IgnoreScope, git: IgnoreScope, finder: Finder): void {
  const entries = readdirSync(dvc.folder, { withFileTypes: true });
  const isOther = folder !== '' && entries.some((entry) => entry.name === '.dvc' && entry.isDirectory());
  if (isOther) return;
  entries.sort((a, b) => byCodePoints(a.name, b.name));
  const at = (name: string): RepoPath => (folder === '' ? name : `${folder}/${name}`);
  for (const entry of entries) {
    const { name } = entry;
    if (!isPipelineFile(name) || dvc.ignoresFile(name) || git.ignoresFile(name)) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && isFile(`${dvc.folder}/${name}`))) finder.found(at(name));
  }
  for (const entry of entries) {
    const { name } = entry;
    if (!entry.isDirectory() || finder.isTracked(at(name))) continue;
    const inner = dvc.enter(name);
    const innerGit = inner && git.enter(name);
    if (inner !== undefined && innerGit !== undefined) walk(at(name), inner, innerGit, finder);
  }
}

function isPipelineFile(name: string): boolean {
  return name === 'dvc.yaml' || (name.endsWith('.dvc') && name !== '.dvc');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
