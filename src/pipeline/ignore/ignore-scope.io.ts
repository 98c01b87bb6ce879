import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import type { RepoPath } from '../model/stage.ts';
import { type IgnorePattern, ignorePattern } from './ignore-pattern.ts';

/** A pattern and where it stands. */
export interface IgnoreRule extends IgnorePattern {
  /** Its file from the root of the repository and its line there; absent for what DVC ignores of itself. */
  readonly at?: string;
}

/** The rules of one file of patterns. */
interface Rules {
  /** How long the absolute path of the folder is that they start from, with a slash behind it. */
  readonly baseLength: number;
  readonly rules: readonly IgnoreRule[];
}

/** Reads a file of patterns by its absolute path; undefined where there is none to be read. */
export type ReadRules = (file: string) => string | undefined;

/** What DVC never looks into. */
const BUILT_IN: readonly IgnoreRule[] = ['.hg/', '.git/', '.git', '.dvc/'].flatMap(
  (line) => ignorePattern(line) ?? [],
);
const BUILT_IN_FOLDERS: ReadonlySet<string> = new Set(['.hg', '.git', '.dvc']);

/**
 * What is not seen in a folder: the rules of its .dvcignore (or .gitignore) and of those above it, the nearest first. Going down by {@link enter}
 * keeps a folder that is ignored as a whole from being looked into.
 */
export class IgnoreScope {
  /** Absolute path. */
  readonly folder: string;
  readonly #root: string;
  /** Name of the files with patterns; undefined: none are read. */
  readonly #file: string | undefined;
  readonly #rules: readonly Rules[];
  readonly #read: ReadRules;

  /** Whether there is anything that could ignore: no git, no .gitignore. */
  readonly isThere: boolean;

  private constructor(
    root: string,
    folder: string,
    file: string | undefined,
    rules: readonly Rules[],
    isThere = true,
    read: ReadRules = readRules,
  ) {
    this.#root = root;
    this.folder = folder;
    this.#file = file;
    this.#rules = rules;
    this.#read = read;
    this.isThere = isThere;
  }

  /**
   * What DVC ignores.
   *
   * @param root absolute path of the repository.
   * @param read how a file of rules is read, where it is not one of the workspace.
   */
  static dvc(root: string, read: ReadRules = readRules): IgnoreScope {
    const rules = withFile(join(root, '.dvcignore'), { base: root, root, read }, []);
    return new IgnoreScope(root, root, '.dvcignore', rules, true, read);
  }

  /** What git ignores: from the folder with `.git` down, of which the repository may be a part. Nothing where there is no git. */
  static git(root: string): IgnoreScope {
    const above = gitRootAndBelow(root);
    let rules: readonly Rules[] = [];
    const [top] = above;
    if (top !== undefined)
      rules = withFile(join(top, '.git', 'info', 'exclude'), { base: top, root, read: readRules }, rules);
    for (const folder of above)
      rules = withFile(join(folder, '.gitignore'), { base: folder, root, read: readRules }, rules);
    return new IgnoreScope(root, root, '.gitignore', rules, top !== undefined);
  }

  /** Nothing is ignored. */
  static none(root: string): IgnoreScope {
    return new IgnoreScope(root, root, undefined, [], false);
  }

  /** The scope of a folder in this one; undefined where it is ignored. */
  enter(name: string): IgnoreScope | undefined {
    if (this.#isIgnored(name, true)) return undefined;
    const folder = `${this.folder}/${name}`;
    const file = this.#file;
    const rules =
      file === undefined || this.#isIgnored(file, false)
        ? this.#rules
        : withFile(`${folder}/${file}`, { base: folder, root: this.#root, read: this.#read }, this.#rules);
    return new IgnoreScope(this.#root, folder, file, rules, this.isThere, this.#read);
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

  /** The rule that decides on a file or folder in this one, one that lets it be seen included; undefined where none speaks of it. */
  ruleFor(name: string, isFolder: boolean): IgnoreRule | undefined {
    const found = this.#rules.length === 0 ? undefined : this.#find(name, isFolder);
    if (found !== undefined || this.#file !== '.dvcignore') return found;
    return BUILT_IN.findLast((rule) => speaks(rule, isFolder ? `${name}/` : name, isFolder));
  }

  #isIgnored(name: string, isFolder: boolean): boolean {
    const rule = this.#rules.length === 0 ? undefined : this.#find(name, isFolder);
    if (rule !== undefined) return rule.isIgnored;
    return this.#file === '.dvcignore' && (isFolder ? BUILT_IN_FOLDERS.has(name) : name === '.git');
  }

  #find(name: string, isFolder: boolean): IgnoreRule | undefined {
    const path = `${this.folder}/${name}${isFolder ? '/' : ''}`;
    for (const { baseLength, rules } of this.#rules) {
      const inner = path.slice(baseLength);
      const rule = rules.findLast((one) => speaks(one, inner, isFolder));
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
}

function speaks({ isForFolders, fits }: IgnoreRule, path: string, isFolder: boolean): boolean {
  return (isFolder || !isForFolders) && fits.test(path);
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

/** A file of patterns, where it stands and how it is read. */
interface Source {
  /** Absolute path of the folder that its patterns start from. */
  readonly base: string;
  readonly root: string;
  readonly read: ReadRules;
}

function withFile(file: string, { base, root, read }: Source, rules: readonly Rules[]): readonly Rules[] {
  const found = (read(file) ?? '').split('\n').flatMap((line, i): readonly IgnoreRule[] => {
    const pattern = ignorePattern(line);
    return pattern === undefined ? [] : [{ ...pattern, at: `${relative(root, file)}:${i + 1}` }];
  });
  return found.length === 0 ? rules : [{ baseLength: base.length + 1, rules: found }, ...rules];
}

function readRules(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const name = errnoName(error);
    if (name === 'ENOENT' || name === 'ENOTDIR' || name === 'EACCES' || name === 'EISDIR') return undefined;
    throw error;
  }
}
