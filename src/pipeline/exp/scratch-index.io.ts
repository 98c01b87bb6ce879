import { copyFileSync, mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import type { GitPlumbing } from './plumbing.io.ts';

let count = 0;

/** An index of our own for the time of some work, so that what the user has staged stays as it is. */
export class ScratchIndex {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** A copy of the user's index: what git knows of unchanged files need not be read again. @param root absolute path of the project. */
  static copy(git: GitPlumbing, root: string): ScratchIndex {
    const scratch = ScratchIndex.empty(root);
    const source = join(git.dir, 'index');
    try {
      copyFileSync(source, scratch.path);
      // git distrusts entries that are as young as the index: it must not look younger than it is.
      const { atime, mtime } = statSync(source);
      utimesSync(scratch.path, atime, mtime);
    } catch (error) {
      if (errnoName(error) !== 'ENOENT') throw error;
    }
    return scratch;
  }

  /** One with nothing in it. */
  static empty(root: string): ScratchIndex {
    const folder = join(root, '.dvc', 'tmp', 'joulebook');
    mkdirSync(folder, { recursive: true });
    return new ScratchIndex(join(folder, `index.${process.pid}.${count++}`));
  }

  remove(): void {
    rmSync(this.path, { force: true });
    rmSync(`${this.path}.lock`, { force: true });
  }
}
