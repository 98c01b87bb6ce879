import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import type { RepoPath } from '../model/stage.ts';
import { type IgnoreReading, ignorePattern } from './ignore-pattern.ts';
import { decidingRule, type IgnoreRule, type IgnoreRules, ignoreRules, namedRule } from './ignore-rules.ts';

/** Reads a file of patterns by its absolute path; undefined where there is none to be read. */
export type ReadRules = (file: string) => string | undefined;

/** What DVC never looks into. */
const BUILT_IN: readonly IgnoreRule[] = ['.hg/', '.git/', '.git', '.dvc/'].flatMap(
  (line) => ignorePattern(line) ?? [],
);
const BUILT_IN_FOLDERS: ReadonlySet<string> = new Set(['.hg', '.git', '.dvc']);

/** What a scope is made of. */
interface Parts {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Name of the files with patterns; undefined: none are read. */
  readonly file: string | undefined;
  readonly rules: readonly IgnoreRules[];
  /** The rule that ignores all of this folder from within; undefined where none does. */
  readonly all?: IgnoreRule | undefined;
  /** Whether there is anything that could ignore: no git, no .gitignore. */
  readonly isThere: boolean;
  readonly read: ReadRules;
}

/**
 * What is not seen in a folder: the rules of its .dvcignore (or .gitignore) and of those above it, the nearest first. Going down by {@link enter}
 * keeps a folder that is ignored as a whole from being looked into.
 */
export class IgnoreScope {
  /** Absolute path. */
  readonly folder: string;
  readonly #parts: Parts;

  private constructor(folder: string, parts: Parts) {
    this.folder = folder;
    this.#parts = parts;
  }

  /**
   * What DVC ignores.
   *
   * @param root absolute path of the repository.
   * @param read how a file of rules is read, where it is not one of the workspace.
   */
  static dvc(root: string, read: ReadRules = readRules): IgnoreScope {
    const rules = withFile(join(root, '.dvcignore'), { base: root, root, read, reading: 'dvc' }, []);
    return new IgnoreScope(root, { root, file: '.dvcignore', rules, isThere: true, read });
  }

  /** What git ignores: from the folder with `.git` down, of which the repository may be a part. Nothing where there is no git. */
  static git(root: string): IgnoreScope {
    const above = gitRootAndBelow(root);
    const [top] = above;
    const from = { root, read: readRules, reading: 'git' } as const;
    let rules: readonly IgnoreRules[] = [];
    if (top !== undefined)
      rules = withFile(join(top, '.git', 'info', 'exclude'), { ...from, base: top }, rules);
    for (const folder of above)
      rules = withFile(join(folder, '.gitignore'), { ...from, base: folder }, rules);
    return new IgnoreScope(root, { ...from, file: '.gitignore', rules, isThere: top !== undefined });
  }

  /** Nothing is ignored. */
  static none(root: string): IgnoreScope {
    return new IgnoreScope(root, { root, file: undefined, rules: [], isThere: false, read: readRules });
  }

  /** Whether there is anything that could ignore. */
  get isThere(): boolean {
    return this.#parts.isThere;
  }

  /** The scope of a folder in this one; undefined where it is ignored. */
  enter(name: string): IgnoreScope | undefined {
    if (this.#isIgnored(name, true)) return undefined;
    const folder = `${this.folder}/${name}`;
    const { root, file, rules, read } = this.#parts;
    const bare = new IgnoreScope(folder, this.#parts);
    if (file === undefined || bare.#isIgnored(file, false)) return bare;
    const reading = file === '.dvcignore' ? 'dvc-below' : 'git';
    const inner = withFile(`${folder}/${file}`, { base: folder, root, read, reading }, rules);
    const own = inner === rules ? undefined : decidingRule(inner.slice(0, 1), `${folder}/`);
    return new IgnoreScope(folder, {
      ...this.#parts,
      rules: inner,
      all: own?.isIgnored === true ? own : undefined,
    });
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

  /** The rule to be named for a file or folder in this one, one that lets it be seen included; undefined where none speaks of it. */
  ruleFor(name: string, isFolder: boolean): IgnoreRule | undefined {
    const { all, file, rules } = this.#parts;
    if (all !== undefined) return all;
    const path = this.#path(name, isFolder);
    const builtIn = { baseLength: this.folder.length + 1, rules: BUILT_IN };
    return namedRule(file === '.dvcignore' ? [...rules, builtIn] : rules, path);
  }

  #isIgnored(name: string, isFolder: boolean): boolean {
    const { all, file, rules } = this.#parts;
    if (all !== undefined) return true;
    const rule = rules.length === 0 ? undefined : decidingRule(rules, this.#path(name, isFolder));
    if (rule !== undefined) return rule.isIgnored;
    return file === '.dvcignore' && (isFolder ? BUILT_IN_FOLDERS.has(name) : name === '.git');
  }

  #path(name: string, isFolder: boolean): string {
    return `${this.folder}/${name}${isFolder ? '/' : ''}`;
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

/** A file of patterns, where it stands and how it is read. */
interface Source {
  /** Absolute path of the folder that its patterns start from. */
  readonly base: string;
  readonly root: string;
  readonly read: ReadRules;
  readonly reading: IgnoreReading;
}

function withFile(
  file: string,
  { base, root, read, reading }: Source,
  rules: readonly IgnoreRules[],
): readonly IgnoreRules[] {
  const found = ignoreRules(read(file) ?? '', base, relative(root, file), reading);
  return found.rules.length === 0 ? rules : [found, ...rules];
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
