import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { errnoName } from '../../host/file-failure.io.ts';
import type { RepoPath } from '../model/stage.ts';

/** The rules of one file of patterns, or DVC's own. */
interface Rules {
  /** Absolute path of the folder that they start from. */
  readonly base: string;
  readonly matcher: Ignore;
}

/** What DVC never looks into. */
const BUILT_IN = ['.hg/', '.git/', '.git', '.dvc/'];

/**
 * What is not seen in a folder: the rules of its .dvcignore (or .gitignore) and of those above it, the nearest first. Going down by {@link enter}
 * keeps a folder that is ignored as a whole from being looked into.
 */
export class IgnoreScope {
  /** Absolute path. */
  readonly folder: string;
  /** Name of the files with patterns; undefined: none are read. */
  readonly #file: string | undefined;
  readonly #rules: readonly Rules[];

  /** Whether there is anything that could ignore: no git, no .gitignore. */
  readonly isThere: boolean;

  private constructor(folder: string, file: string | undefined, rules: readonly Rules[], isThere = true) {
    this.folder = folder;
    this.#file = file;
    this.#rules = rules;
    this.isThere = isThere;
  }

  /** What DVC ignores. @param root absolute path of the repository. */
  static dvc(root: string): IgnoreScope {
    const builtIn: Rules = { base: root, matcher: ignore().add(BUILT_IN) };
    return new IgnoreScope(root, '.dvcignore', withFile(join(root, '.dvcignore'), root, [builtIn]));
  }

  /** What git ignores: from the folder with `.git` down, of which the repository may be a part. Nothing where there is no git. */
  static git(root: string): IgnoreScope {
    const above = gitRootAndBelow(root);
    let rules: readonly Rules[] = [];
    const [top] = above;
    if (top !== undefined) rules = withFile(join(top, '.git', 'info', 'exclude'), top, rules);
    for (const folder of above) rules = withFile(join(folder, '.gitignore'), folder, rules);
    return new IgnoreScope(root, '.gitignore', rules, top !== undefined);
  }

  /** Nothing is ignored. */
  static none(root: string): IgnoreScope {
    return new IgnoreScope(root, undefined, [], false);
  }

  /** The scope of a folder in this one; undefined where it is ignored. */
  enter(name: string): IgnoreScope | undefined {
    if (this.#isIgnored(name, true)) return undefined;
    const folder = `${this.folder}/${name}`;
    const file = this.#file;
    const rules = file === undefined ? this.#rules : withFile(`${folder}/${file}`, folder, this.#rules);
    return new IgnoreScope(folder, file, rules);
  }

  /** The scope of a folder at any depth below; undefined where it, or one that it lies in, is ignored. */
  descend(path: RepoPath): IgnoreScope | undefined {
    return path
      .split('/')
      .filter((name) => name !== '')
      .reduce((scope: IgnoreScope | undefined, name) => scope?.enter(name), this);
  }

  /** Whether a file of this folder is not seen. */
  ignoresFile(name: string): boolean {
    return this.#isIgnored(name, false);
  }

  #isIgnored(name: string, isFolder: boolean): boolean {
    const path = `${this.folder}/${name}${isFolder ? '/' : ''}`;
    for (const { base, matcher } of this.#rules) {
      const { ignored, unignored } = matcher.test(path.slice(base.length + 1));
      if (ignored) return true;
      if (unignored) return false;
    }
    return false;
  }
}

/** From the folder that holds `.git` down to this one; none where no folder above does. */
function gitRootAndBelow(root: string): readonly string[] {
  const path: string[] = [];
  for (let folder = root; ; folder = dirname(folder)) {
    path.unshift(folder);
    if (existsSync(join(folder, '.git'))) return path;
    if (dirname(folder) === folder) return [];
  }
}

function withFile(file: string, base: string, rules: readonly Rules[]): readonly Rules[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const name = errnoName(error);
    if (name === 'ENOENT' || name === 'ENOTDIR' || name === 'EACCES' || name === 'EISDIR') return rules;
    throw error;
  }
  const lines = text.split('\n').map((line) => line.trim());
  const matcher = ignore().add(lines.filter((line) => line !== '' && !line.startsWith('#')));
  return [{ base, matcher }, ...rules];
}
