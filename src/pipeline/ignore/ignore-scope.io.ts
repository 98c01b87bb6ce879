import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { errnoName } from '../../host/file-failure.io.ts';
import type { RepoPath } from '../model/stage.ts';

/** The rules of one .dvcignore, or DVC's own. */
interface Rules {
  /** The folder that they start from. */
  readonly base: RepoPath;
  readonly matcher: Ignore;
}

/** Never looked into. */
const BUILT_IN = ['.hg/', '.git/', '.git', '.dvc/'];

/**
 * What DVC does not see in a folder: the rules of its .dvcignore and of those above it, the nearest first. Going down by {@link enter}
 * keeps a folder that is ignored as a whole from being looked into.
 */
export class IgnoreScope {
  readonly folder: RepoPath;
  readonly #root: string;
  readonly #rules: readonly Rules[];

  private constructor(root: string, folder: RepoPath, rules: readonly Rules[]) {
    this.#root = root;
    this.folder = folder;
    this.#rules = rules;
  }

  /** @param root absolute path of the repository. */
  static at(root: string): IgnoreScope {
    const builtIn: Rules = { base: '', matcher: ignore().add(BUILT_IN) };
    return new IgnoreScope(root, '', withFile(root, '', [builtIn]));
  }

  /** The scope of a folder in this one; undefined where it is ignored. */
  enter(name: string): IgnoreScope | undefined {
    if (this.#isIgnored(name, true)) return undefined;
    const folder = this.folder === '' ? name : `${this.folder}/${name}`;
    return new IgnoreScope(this.#root, folder, withFile(this.#root, folder, this.#rules));
  }

  /** The scope of a folder at any depth below; undefined where it, or one that it lies in, is ignored. */
  descend(path: RepoPath): IgnoreScope | undefined {
    let scope: IgnoreScope | undefined = this;
    for (const name of path === '' ? [] : path.split('/')) scope = scope?.enter(name);
    return scope;
  }

  /** Whether a file of this folder is not seen. */
  ignoresFile(name: string): boolean {
    return this.#isIgnored(name, false);
  }

  #isIgnored(name: string, isFolder: boolean): boolean {
    const path = this.folder === '' ? name : `${this.folder}/${name}`;
    for (const { base, matcher } of this.#rules) {
      const inner = base === '' ? path : path.slice(base.length + 1);
      const { ignored, unignored } = matcher.test(isFolder ? `${inner}/` : inner);
      if (ignored) return true;
      if (unignored) return false;
    }
    return false;
  }
}

function withFile(root: string, folder: RepoPath, rules: readonly Rules[]): readonly Rules[] {
  let text: string;
  try {
    text = readFileSync(join(root, folder, '.dvcignore'), 'utf8');
  } catch (error) {
    const name = errnoName(error);
    if (name === 'ENOENT' || name === 'ENOTDIR' || name === 'EACCES' || name === 'EISDIR') return rules;
    throw error;
  }
  const lines = text.split('\n').map((line) => line.trim());
  const matcher = ignore().add(lines.filter((line) => line !== '' && !line.startsWith('#')));
  return [{ base: folder, matcher }, ...rules];
}
