import { problem } from '../../errors.ts';
import { allExperiments, revOf } from '../../pipeline/exp/experiments.io.ts';
import { type Experiment, refOf } from '../../pipeline/exp/exp-ref.ts';
import type { GitPlumbing } from '../../pipeline/exp/plumbing.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { EXP_BRANCH } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook exp branch`: makes a branch of git of an experiment. */
export async function run(
  context: CliContext,
  { arguments: given }: InputOf<typeof EXP_BRANCH>,
): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git } = site.value;
  const found = experimentAt(git, given.experiment);
  if (!found.ok) return context.fail(found.error);
  const { name, rev } = found.value;
  const branch = given.branch ?? `${name}-branch`;
  const ref = `refs/heads/${branch}`;
  if (git.ask(['check-ref-format', '--branch', branch]) === undefined)
    return context.fail(
      problem('E_PIPELINE', `'${branch}' is no name for a branch`, undefined, 'give it another'),
    );
  if (git.ask(['rev-parse', '--verify', '--quiet', ref]) !== undefined)
    return context.fail(
      problem(
        'E_PIPELINE',
        `Git branch '${branch}' already exists.`,
        undefined,
        'name another behind the experiment',
      ),
    );
  const none = '0'.repeat(rev.length);
  const made = git.run(['update-ref', '-m', `dvc: Created from experiment '${name}'`, ref, rev, none]);
  if (!made.ok) return context.fail(made.error);
  if (context.json) return context.succeed({ branch, rev });
  if (!context.quiet)
    context.out(
      `Git branch '${branch}' has been created from experiment '${name}'.\nTo switch to the new branch run:\n\n\tgit checkout ${branch}\n`,
    );
  return 0;
}

/** The experiment that a name or a commit means; of several, the one derived from the commit that is checked out. */
function experimentAt(git: GitPlumbing, word: string): Result<Experiment> {
  const rev = revOf(git, word);
  if (!rev.ok) return err(rev.error);
  const there = allExperiments(git).filter((one) => one.rev === rev.value);
  const named = there.find(({ name }) => name === word);
  const { head } = git;
  const one = named ?? (there.length === 1 ? there[0] : there.find(({ baseline }) => baseline === head));
  if (one !== undefined) return ok(one);
  return err(
    there.length === 0
      ? problem(
          'E_PIPELINE',
          `'${word}' does not appear to be an experiment commit.`,
          undefined,
          '`joulebook exp list -A` shows all',
        )
      : problem(
          'E_PIPELINE',
          `Ambiguous experiment name '${word}' can refer to multiple experiments.`,
          there.map((each) => refOf(each)).join('\n'),
          'use a full name',
        ),
  );
}
