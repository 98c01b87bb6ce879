import { problem } from '../../errors.ts';
import { combinations } from '../../pipeline/exp/override/read-override.ts';
import type { Result } from '../../result.ts';
import { written } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { type AskedExperiment, askedExperiment } from '../pipeline/exp/asked-experiment.io.ts';
import { prepare } from '../pipeline/exp/prepare.io.ts';
import { queueExperiments } from '../pipeline/exp/queue-experiments.io.ts';
import { runAll } from '../pipeline/exp/run-all.io.ts';
import { type RanExperiment, runHere } from '../pipeline/exp/run-here.io.ts';
import { runInTemp } from '../pipeline/exp/run-in-temp.io.ts';
import type { EXP_RUN } from '../spec/exp-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_RUN>;

/** `joulebook exp run`: runs the pipeline and keeps what came of it as an experiment. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  if (options.runAll) return runAll(context, options.jobs);
  const asked = askedExperiment(context, input);
  if (!asked.ok) return context.fail(asked.error);
  const isSweep = [...asked.value.overrides.values()].flat().some((one) => one.isSweep);
  if (options.queue)
    return queueExperiments(context, input, asked.value, combinations(asked.value.overrides), isSweep);
  if (isSweep) return context.fail(noSweep());
  // A dry run changes no parameters of the workspace.
  const ran =
    options.temp || options.dry
      ? await temporarily(context, input, asked.value)
      : await runHere(context, input, asked.value);
  if (!ran.ok) return context.fail(ran.error);
  if (typeof ran.value === 'number') return ran.value;
  const { experiment, figures } = ran.value;
  if (context.json) return context.succeed({ experiment, spent: written(figures.spent, 'J') });
  if (context.quiet) return 0;
  context.out(`\nRan experiment(s): ${experiment.name}\n`);
  context.out(options.temp ? APPLY_HINT : 'Experiment results have been applied to your workspace.\n');
  return 0;
}

const APPLY_HINT =
  'To apply the results of an experiment to your workspace run:\n\n\tjoulebook exp apply <exp>\n';

async function temporarily(
  context: CliContext,
  input: Input,
  asked: AskedExperiment,
): Promise<Result<RanExperiment | number>> {
  const prepared = prepare(context, asked, asked.name(), asked.overrides, input.options.copyPaths);
  return prepared.ok ? runInTemp(context, input, asked.site, prepared.value) : prepared;
}

function noSweep(): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    "Sweep overrides can't be used without `--queue`",
    'each value is an experiment of its own',
    'add --queue, then `joulebook queue start`',
  );
}
