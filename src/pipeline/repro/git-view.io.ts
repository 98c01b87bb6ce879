import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSameMark } from '../content/settled.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import type { RepoPath } from '../model/stage.ts';

/** What git knows of a project while one command works on it: read once, since a pipeline asks for each of its outputs. */
export class GitView {
  readonly #root: string;
  #scope: IgnoreScope;
  /** Paths for which we have written a line, by their .gitignore. */
  readonly #added = new Map<RepoPath, Set<RepoPath>>();
  /** Each .gitignore that we have written as we left it. */
  readonly #marks = new Map<RepoPath, Stats | undefined>();
  #tracked: string | undefined;

  /** @param root absolute path of the repository. */
  constructor(root: string) {
    this.#root = root;
    this.#scope = IgnoreScope.git(root);
  }

  /** Whether the project lies in a git repository. */
  get isThere(): boolean {
    return this.#scope.isThere;
  }

  /** Whether git ignores a file of that path. */
  isIgnored(at: RepoPath): boolean {
    const file = ignoreFileOf(at);
    if (this.#isAsLeft(file)) {
      if (this.#added.get(file)?.has(at) === true) return true;
    } else {
      this.#scope = IgnoreScope.git(this.#root);
      this.#added.clear();
      this.#marks.clear();
    }
    const folder = dirname(at) === '.' ? '' : dirname(at);
    const scope = this.#scope.descend(folder);
    // As DVC asks: a pattern for folders alone does not count.
    return scope === undefined || scope.ignoresFile(basename(at));
  }

  /** Whether git tracks a path, or something below it. */
  isTracked(at: RepoPath): boolean {
    this.#tracked ??= `\0${spawnSync('git', ['-C', this.#root, 'ls-files', '-z'], LIST).stdout ?? ''}`;
    return this.#tracked.includes(`\0${at}\0`) || this.#tracked.includes(`\0${at}/`);
  }

  /** Lets git ignore a path, by a line in the .gitignore beside it. @returns that file. */
  ignore(at: RepoPath): RepoPath {
    const file = ignoreFileOf(at);
    const path = join(this.#root, file);
    addLine(path, ignoreLine(basename(at)));
    const added = this.#added.get(file) ?? new Set();
    this.#added.set(file, added.add(at));
    this.#marks.set(file, statSync(path, { throwIfNoEntry: false }));
    return file;
  }

  #isAsLeft(file: RepoPath): boolean {
    const mark = this.#marks.get(file);
    if (mark === undefined) return true;
    const now = statSync(join(this.#root, file), { throwIfNoEntry: false });
    return now !== undefined && isSameMark(mark, now);
  }
}

const LIST = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const;

function ignoreFileOf(at: RepoPath): RepoPath {
  const folder = dirname(at);
  return folder === '.' ? '.gitignore' : `${folder}/.gitignore`;
}

function addLine(path: string, line: string): void {
  const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
  const before = isThere ? readFileSync(path, 'utf8') : '';
  if (before.split(/\r?\n/).includes(line)) return;
  appendFileSync(path, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`);
}

/** The line of .gitignore for a name in the same folder, pattern characters taken literally, as DVC writes it. */
export function ignoreLine(name: string): string {
  return `/${name.replaceAll(/[\\*?[\]!#]/g, String.raw`\$&`)}`;
}
