import { ok, type Result } from '../../result.ts';
import { APPLIED, type Experiment, refOf } from './exp-ref.ts';
import type { GitPlumbing } from './plumbing.io.ts';

/**
 * Forgets experiments.
 *
 * @param remote a git remote or URL to forget them in, instead of this repository.
 */
export function removeExperiments(
  git: GitPlumbing,
  experiments: readonly Experiment[],
  remote: string | undefined,
): Result<true> {
  if (experiments.length === 0) return ok(true);
  if (remote !== undefined) {
    const pushed = git.run(['push', '--', remote, ...experiments.map((one) => `:${refOf(one)}`)]);
    return pushed.ok ? ok(true) : pushed;
  }
  const applied = git.ask(['rev-parse', '--verify', '--quiet', APPLIED]);
  const lines = experiments.map((one) => `delete ${refOf(one)} ${one.rev}`);
  if (experiments.some(({ rev }) => rev === applied)) lines.push(`delete ${APPLIED}`);
  const removed = git.run(['update-ref', '--stdin'], { input: `${lines.join('\n')}\n` });
  return removed.ok ? ok(true) : removed;
}
