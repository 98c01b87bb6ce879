import { problem } from '../../errors.ts';
import { allExperiments } from '../../pipeline/exp/experiments.io.ts';
import { type Experiment, shortRev } from '../../pipeline/exp/exp-ref.ts';
import { baselinesOf } from '../../pipeline/exp/baselines.io.ts';
import { remoteExperiments } from '../../pipeline/exp/remote-experiments.io.ts';
import { namesOfCommits } from '../../pipeline/exp/names-of-commits.io.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { EXP_LIST } from '../spec/exp-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_LIST>;

/** `joulebook exp list`: the experiments of this repository or of a remote one. */
export async function run(context: CliContext, { options, arguments: { remote } }: Input): Promise<number> {
  if (options.nameOnly && options.shaOnly)
    return context.fail(problem('E_PIPELINE_USAGE', '--sha-only: not allowed with argument --name-only'));
  if (options.shaOnly && remote !== undefined)
    return context.fail(problem('E_PIPELINE', '--sha-only not supported with git_remote.'));
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git } = site.value;
  const baselines = options.allCommits ? undefined : baselinesOf(git, options);
  if (baselines?.ok === false) return context.fail(baselines.error);
  const known =
    remote === undefined ? { ok: true as const, value: allExperiments(git) } : remoteExperiments(git, remote);
  if (!known.ok) return context.fail(known.error);
  const groups = new Map<string, Experiment[]>();
  for (const one of known.value) {
    if (baselines !== undefined && !baselines.value.includes(one.baseline)) continue;
    groups.set(one.baseline, [...(groups.get(one.baseline) ?? []), one]);
  }
  if (context.json) return context.succeed({ experiments: [...groups.values()].flat() });
  const names = options.nameOnly || options.shaOnly ? new Map<string, string>() : namesOfCommits(git);
  for (const [baseline, experiments] of groups) {
    if (!options.nameOnly && !options.shaOnly) context.out(`${names.get(baseline) ?? shortRev(baseline)}:\n`);
    for (const { name, rev } of experiments) {
      if (options.nameOnly) context.out(`${name}\n`);
      else if (options.shaOnly) context.out(`${rev}\n`);
      else context.out(remote === undefined ? `\t${shortRev(rev)} [${name}]\n` : `\t${name}\n`);
    }
  }
  return 0;
}
