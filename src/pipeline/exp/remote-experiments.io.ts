import { ok, type Result } from '../../result.ts';
import { type Experiment, EXPERIMENTS, parseRef } from './exp-ref.ts';
import type { GitPlumbing } from './plumbing.io.ts';

/** The experiments that a git remote or URL holds. */
export function remoteExperiments(git: GitPlumbing, remote: string): Result<readonly Experiment[]> {
  const listed = git.run(['ls-remote', '--', remote, `${EXPERIMENTS}/*`]);
  if (!listed.ok) return listed;
  return ok(
    listed.value.split('\n').flatMap((line) => {
      const [rev = '', ref = ''] = line.split('\t');
      const name = parseRef(ref);
      return name === undefined ? [] : [{ ...name, rev }];
    }),
  );
}
