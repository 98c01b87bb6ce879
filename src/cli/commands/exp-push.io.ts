import { allExperiments } from '../../pipeline/exp/experiments.io.ts';
import { pushExperiments } from '../../pipeline/exp/exchange.io.ts';
import type { CliContext } from '../context.ts';
import { chosenExperiments } from '../pipeline/exp/chosen-experiments.io.ts';
import { exchangeOutputs, tellDiverged } from '../pipeline/exp/exchange-outputs.io.ts';
import { namesSentence } from '../pipeline/exp/names-sentence.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { summary } from '../pipeline/remote/transfer.io.ts';
import type { EXP_PUSH } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook exp push`: sends experiments to a git remote and their outputs to a DVC remote. */
export async function run(
  context: CliContext,
  { options, arguments: given }: InputOf<typeof EXP_PUSH>,
): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git } = site.value;
  const { gitRemote, experiments: names } = given;
  const chosen = chosenExperiments(git, allExperiments(git), names, options);
  if (!chosen.ok) return context.fail(chosen.error);
  const pushed = pushExperiments(git, gitRemote, chosen.value, options.force);
  if (!pushed.ok) return context.fail(pushed.error);
  const { done, upToDate, diverged } = pushed.value;
  const say = (line: string): void => {
    if (!context.quiet && !context.json) context.out(`${line}\n`);
  };
  tellDiverged(context, pushed.value, 'push');
  if (upToDate.length > 0)
    say(
      `Experiment ${namesSentence(upToDate)} ${upToDate.length > 1 ? 'are' : 'is'} up to date on Git remote '${gitRemote}'.`,
    );
  if (done.length > 0) say(`Pushed experiment ${namesSentence(done)} to Git remote '${gitRemote}'.`);
  if (done.length === 0 && upToDate.length === 0) say('No experiments to push.');
  const carried = await exchangeOutputs(context, pushed.value, 'push', options);
  if (!carried.ok) return carried.error;
  const { count, records } = carried.value;
  if (context.json)
    return context.succeed({
      pushed: done,
      upToDate,
      diverged,
      uploaded: count,
      energyRecords: records,
    });
  if (count > 0) say(summary([['uploaded', count]]));
  if (options.noCache)
    say("To push cached outputs to DVC remote storage, re-run this command without '--no-cache'.");
  return 0;
}
