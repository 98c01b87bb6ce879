import {
  allExperiments,
  experimentNamed,
  nameProblem,
  unknownNames,
} from '../../pipeline/exp/experiments.io.ts';
import { type Experiment, refOf } from '../../pipeline/exp/exp-ref.ts';
import { remoteExperiments } from '../../pipeline/exp/remote-experiments.io.ts';
import { joinedNames } from '../../pipeline/exp/joined-names.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type ExperimentSite, openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { EXP_RENAME } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_RENAME>;

/** `joulebook exp rename`: gives an experiment another name. */
export async function run(
  context: CliContext,
  { options, arguments: { experiment: word, name } }: Input,
): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git } = site.value;
  if (word === name) {
    if (!context.quiet && !context.json) context.out('No experiments to rename.\n');
    return context.json ? context.succeed({ renamed: [] }) : 0;
  }
  const found = find(site.value, word, options.gitRemote);
  if (!found.ok) return context.fail(found.error);
  const old = found.value;
  if (old === undefined) return context.fail(unknownNames([word], options.gitRemote));
  const next = { baseline: old.baseline, name };
  const unfit = nameProblem(git, next, options.force || options.gitRemote !== undefined);
  if (unfit !== undefined) return context.fail(unfit);
  const done =
    options.gitRemote === undefined
      ? git.run(['update-ref', '--stdin'], {
          input: `start\nupdate ${refOf(next)} ${old.rev}\ndelete ${refOf(old)} ${old.rev}\ncommit\n`,
        })
      : git.run([
          'push',
          '--atomic',
          ...(options.force ? ['--force'] : []),
          '--',
          options.gitRemote,
          `${old.rev}:${refOf(next)}`,
          `:${refOf(old)}`,
        ]);
  if (!done.ok) return context.fail(done.error);
  if (context.json) return context.succeed({ renamed: [word] });
  if (!context.quiet) context.out(`Renamed experiments: ${joinedNames([word])}\n`);
  return 0;
}

function find(
  { git }: ExperimentSite,
  word: string,
  remote: string | undefined,
): Result<Experiment | undefined> {
  if (remote === undefined) return experimentNamed(git, word);
  const there = remoteExperiments(git, remote);
  if (!there.ok) return there;
  const far = there.value.find(({ name }) => name === word);
  // Its commit is renamed where it is; git must have it here to send it.
  return ok(allExperiments(git).find(({ rev }) => rev === far?.rev) ?? far);
}
