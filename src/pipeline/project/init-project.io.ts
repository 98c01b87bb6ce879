import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';

/** How a project is made. */
export interface InitOptions {
  /** The project is not in git. */
  readonly noScm: boolean;
  /** It is a part of a git repository. */
  readonly subdir: boolean;
  /** What there is of a project goes, its cache included. */
  readonly force: boolean;
}

const IGNORED = '/config.local\n/tmp\n/cache\n';
const IGNORE_FILE = `# Patterns of files that DVC and joulebook should not look at, in the syntax of .gitignore.
# Fewer files make both of them faster.
`;

/**
 * Makes a folder a DVC project.
 *
 * @param root absolute path of the folder.
 * @returns the files that git is to know of, from there.
 */
export function initProject(root: string, { noScm, subdir, force }: InitOptions): Result<readonly string[]> {
  if (noScm && subdir)
    return err(
      problem(
        'E_PIPELINE',
        'Cannot initialize repo with `--no-scm` and `--subdir`',
        'a project without git is no part of a git repository',
        'leave one of them out',
      ),
    );
  const refused = noScm ? undefined : whyNotInGit(root, subdir);
  if (refused !== undefined) return err(refused);
  const folder = join(root, '.dvc');
  try {
    if (existsSync(folder)) {
      if (!force)
        return err(
          problem(
            'E_PIPELINE',
            "'.dvc' exists. Use `-f` to force.",
            'this is a DVC project already',
            'go on working in it; -f makes it anew and removes its cache',
          ),
        );
      rmSync(folder, { recursive: true });
    }
    makeFolder(join(folder, 'tmp'));
    writeFileSync(join(folder, '.gitignore'), IGNORED);
    writeFileSync(join(folder, 'config'), noScm ? '[core]\n    no_scm = True\n' : '');
    if (!existsSync(join(root, '.dvcignore'))) writeFileSync(join(root, '.dvcignore'), IGNORE_FILE);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE', `cannot make ${folder}`, why, fix));
  }
  return ok(noScm ? [] : ['.dvc/.gitignore', '.dvc/config', '.dvcignore']);
}

function whyNotInGit(root: string, subdir: boolean): Problem | undefined {
  const git = IgnoreScope.git(root);
  const isTracked = existsSync(join(root, '.git')) || (subdir && git.isThere);
  if (!isTracked)
    return problem(
      'E_PIPELINE',
      `${root} is not tracked by any supported SCM tool (e.g. Git).`,
      git.isThere ? 'it lies inside a git repository' : 'there is no git repository here',
      'Use `--no-scm` if you don’t want to use any, or `--subdir` inside of a git repository; `git init` makes one',
    );
  const above = IgnoreScope.git(dirname(root));
  const isIgnored = git.enter('.dvc') === undefined || (subdir && above.enter(basename(root)) === undefined);
  if (!isIgnored) return undefined;
  return problem(
    'E_PIPELINE',
    `${join(root, '.dvc')} is ignored by your SCM tool.`,
    'a pattern in .gitignore fits it',
    "make sure that it's tracked, for example by adding '!.dvc' to .gitignore",
  );
}
