import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import type { RepoPath } from '../model/stage.ts';
import { byCodePoints } from '../values/code-points.ts';
import type { FileTree } from './file-tree.ts';

/** The files of a project as they lie there now. */
export class WorkspaceTree implements FileTree {
  readonly #root: string;

  /** @param root absolute path of the repository. */
  constructor(root: string) {
    this.#root = root;
  }

  read(at: RepoPath): Uint8Array | undefined {
    try {
      return readFileSync(this.#path(at));
    } catch (error) {
      const name = errnoName(error);
      if (name === 'ENOENT' || name === 'ENOTDIR' || name === 'EISDIR') return undefined;
      throw error;
    }
  }

  kindOf(at: RepoPath): 'file' | 'folder' | undefined {
    try {
      return statSync(this.#path(at)).isDirectory() ? 'folder' : 'file';
    } catch (error) {
      const name = errnoName(error);
      if (name === 'ENOENT' || name === 'ENOTDIR') return undefined;
      throw error;
    }
  }

  below(folder: RepoPath): readonly RepoPath[] {
    const scope = IgnoreScope.dvc(this.#root).descend(folder);
    return scope === undefined ? [] : filesBelow(folder, scope).sort(byCodePoints);
  }

  #path(at: RepoPath): string {
    return at.startsWith('/') ? at : join(this.#root, at);
  }
}

/** What DVC ignores is not seen. */
function filesBelow(folder: RepoPath, scope: IgnoreScope): RepoPath[] {
  const at = (name: string): RepoPath => (folder === '' ? name : `${folder}/${name}`);
  return readdirSync(scope.folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return scope.ignoresFile(entry.name) ? [] : [at(entry.name)];
    const inner = scope.enter(entry.name);
    return inner === undefined ? [] : filesBelow(at(entry.name), inner);
  });
}
