import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import { relative, sep } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';

/** How git is called beside its words. */
export interface GitCall {
  /** What it reads. */
  readonly input?: string | Uint8Array;
  /** An index of our own, so that the user's is never touched. */
  readonly index?: string;
  /** Its absolute work tree, where not that of the project. */
  readonly workTree?: string;
  /** The user's hooks are for the user's own commits and checkouts. */
  readonly isWithoutHooks?: true;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Variables by which a git that we may run inside of (a hook) speaks of its own repository. */
const INHERITED: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_OBJECT_DIRECTORY',
]);
const MAX_OUTPUT_BYTES = 2 ** 30;

/** The git repository that a project lies in, by the system's git. */
export class GitPlumbing {
  /** Absolute path of the work tree. */
  readonly top: string;
  /** Where the project lies in it. */
  readonly folder: RepoPath;
  /** Absolute path of the folder of this work tree's own index. */
  readonly dir: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(top: string, folder: RepoPath, dir: string, env: NodeJS.ProcessEnv) {
    this.top = top;
    this.folder = folder;
    this.dir = dir;
    this.#env = env;
  }

  /**
   * Finds the repository of a project.
   *
   * @param root absolute path of the project.
   * @param commits whether it can be without a commit: then there is only nothing to be told.
   * @returns a problem where there is no git, or no commit yet.
   */
  static open(host: Host, root: string, commits: 'needed' | 'optional' = 'needed'): Result<GitPlumbing> {
    const own = Object.entries(host.env).filter(([name]) => !INHERITED.has(name));
    const env = { ...Object.fromEntries(own), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
    const found = call(root, env, ['rev-parse', '--show-toplevel', '--absolute-git-dir'], {});
    if (!found.ok) return notInGit(root, found.error.why);
    const [top = '', dir = ''] = found.value.split('\n');
    const folder = relative(top, realpathSync(root)).split(sep).join('/');
    const git = new GitPlumbing(top, folder, dir, env);
    return commits === 'optional' || git.hasCommits() ? ok(git) : noCommits();
  }

  /** Whether there is a commit to derive experiments from. */
  hasCommits(): boolean {
    return this.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']) !== undefined;
  }

  /** The repository as another work tree of it sees it. */
  at(workTree: string): Result<GitPlumbing> {
    const found = call(workTree, this.#env, ['rev-parse', '--show-toplevel', '--absolute-git-dir'], {});
    if (!found.ok) return found;
    const [top = '', dir = ''] = found.value.split('\n');
    return ok(new GitPlumbing(top, this.folder, dir, this.#env));
  }

  /** What a call of git prints; a problem where it fails. */
  run(args: readonly string[], how: GitCall = {}): Result<string> {
    return call(how.workTree ?? this.top, this.#env, args, how);
  }

  /** What a call of git prints, without the line's end; undefined where it fails. */
  ask(args: readonly string[], how: GitCall = {}): string | undefined {
    const answer = this.run(args, how);
    return answer.ok ? answer.value.replace(/\n$/, '') : undefined;
  }

  /** The bytes that a call of git prints; undefined where it fails. */
  bytes(args: readonly string[], input: string): Uint8Array | undefined {
    const { stdout, status } = spawnSync('git', args, {
      cwd: this.top,
      env: this.#env,
      input,
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    return status === 0 ? stdout : undefined;
  }

  /** A path of the project as git names it. */
  pathOf(at: RepoPath): string {
    return this.folder === '' ? at : at === '' ? this.folder : `${this.folder}/${at}`;
  }

  /** Who commits where git was not told: whoever is logged in here. */
  get someone(): Readonly<Record<string, string>> {
    const name = this.#env['USER'] ?? this.#env['LOGNAME'] ?? 'joulebook';
    const email = `${name}@${hostname()}`;
    return {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
    };
  }

  /** The commit that is checked out. */
  get head(): string {
    return this.ask(['rev-parse', 'HEAD^{commit}']) ?? '';
  }
}

function call(cwd: string, env: NodeJS.ProcessEnv, args: readonly string[], how: GitCall): Result<string> {
  const { index, input, isWithoutHooks, variables } = how;
  const words = isWithoutHooks === true ? ['-c', 'core.hooksPath=/dev/null', ...args] : args;
  const { stdout, stderr, status, error } = spawnSync('git', words, {
    cwd,
    env: { ...env, ...variables, ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) },
    input: input ?? '',
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  if (error !== undefined && errnoName(error) === 'ENOENT')
    return err(problem('E_PIPELINE', 'git is not there', 'experiments are kept in git', 'install git'));
  if (error !== undefined) throw error;
  if (status === 0) return ok(stdout);
  const said = stderr.trim().replace(/^(?:fatal|error): /, '');
  return err(
    problem(
      'E_PIPELINE',
      `git ${args.find((word) => !word.startsWith('-')) ?? ''} failed`,
      said === '' ? `it ended with ${status ?? 'a signal'}` : said,
      'mend what it says, and try again',
    ),
  );
}

function notInGit(root: string, why: string | undefined): Result<never> {
  const isNone = why === undefined || why.includes('not a git repository');
  return err(
    problem(
      'E_PIPELINE',
      `${root} is not a git repository`,
      isNone ? 'experiments are kept in git, as commits beside the branches' : why,
      isNone ? 'make one (`git init`), and commit the project' : 'mend what git says, and try again',
    ),
  );
}

function noCommits(): Result<never> {
  return err(
    problem(
      'E_PIPELINE',
      'Empty Git repo. Add a commit to use experiments.',
      'an experiment is derived from a commit',
      '`git add` the project and `git commit` it',
    ),
  );
}
