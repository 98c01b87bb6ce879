import { type BaselinesAsked, baselinesOf } from '../../../pipeline/exp/baselines.io.ts';
import { unknownNames } from '../../../pipeline/exp/experiments.io.ts';
import { type Experiment, refOf } from '../../../pipeline/exp/exp-ref.ts';
import type { GitPlumbing } from '../../../pipeline/exp/plumbing.io.ts';
import { err, ok, type Result } from '../../../result.ts';

/**
 * The experiments that names ask for, or those of commits where there are no names.
 *
 * @param known all that there are, here or in a remote.
 */
export function chosenExperiments(
  git: GitPlumbing,
  known: readonly Experiment[],
  names: readonly string[],
  asked: BaselinesAsked & { readonly allCommits: boolean },
  remote?: string,
): Result<readonly Experiment[]> {
  if (names.length > 0) {
    const { head } = git;
    const named = names.map((word) => {
      const found = known.filter((one) => one.name === word || refOf(one) === word);
      return found.find(({ baseline }) => baseline === head) ?? found[0];
    });
    const missing = names.filter((_, i) => named[i] === undefined);
    return missing.length > 0
      ? err(unknownNames(missing, remote))
      : ok(named.filter((one) => one !== undefined));
  }
  if (asked.allCommits) return ok(known);
  const baselines = baselinesOf(git, asked);
  return baselines.ok ? ok(known.filter(({ baseline }) => baselines.value.includes(baseline))) : baselines;
}
