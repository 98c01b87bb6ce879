import { pullExperiments } from '../../pipeline/exp/exchange.io.ts';
import { remoteExperiments } from '../../pipeline/exp/remote-experiments.io.ts';
import type { CliContext } from '../context.ts';
import { chosenExperiments } from '../pipeline/exp/chosen-experiments.io.ts';
import { exchangeOutputs, tellDiverged } from '../pipeline/exp/exchange-outputs.io.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { EXP_PULL } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook exp pull`: gets experiments from a git remote and their outputs from a DVC remote. */
export async function run(
  context: CliContext,
  { options, arguments: given }: InputOf<typeof EXP_PULL>,
): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git } = site.value;
  const { gitRemote, experiments: names } = given;
  const there = remoteExperiments(git, gitRemote);
  if (!there.ok) return context.fail(there.error);
  const chosen = chosenExperiments(git, there.value, names, options, gitRemote);
  if (!chosen.ok) return context.fail(chosen.error);
  const pulled = pullExperiments(git, gitRemote, chosen.value, options.force);
  if (!pulled.ok) return context.fail(pulled.error);
  const { done, upToDate, diverged } = pulled.value;
  tellDiverged(context, pulled.value, 'pull');
  const carried = await exchangeOutputs(context, pulled.value, 'pull', options);
  if (!carried.ok) return carried.error;
  if (context.json)
    return context.succeed({ pulled: done, upToDate, diverged, fetched: carried.value.count });
  if (context.quiet) return 0;
  const list = done.map(({ name }) => `'${name}'`).join(', ');
  context.out(
    done.length > 0
      ? `Pulled experiment '[${list}]' from Git remote '${gitRemote}'.\n`
      : 'No experiments to pull.\n',
  );
  if (options.noCache)
    context.out(
      "To pull cached outputs from DVC remote storage, re-run this command without '--no-cache'.\n",
    );
  return 0;
}
