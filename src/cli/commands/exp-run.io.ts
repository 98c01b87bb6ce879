import { basename } from 'node:path';
import { problem } from '../../errors.ts';
import { nameProblem } from '../../pipeline/exp/experiments.io.ts';
import { refOf } from '../../pipeline/exp/exp-ref.ts';
import { keepExperiment } from '../../pipeline/exp/keep-experiment.io.ts';
import { readOverrides } from '../../pipeline/exp/override/read-override.ts';
import { randomName } from '../../pipeline/exp/random-name.ts';
import { overriddenTexts, writeParams } from '../../pipeline/exp/set-params.io.ts';
import { written } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { reproduce } from '../pipeline/exp/reproduce.io.ts';
import type { EXP_RUN } from '../spec/exp-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_RUN>;

/** `joulebook exp run`: runs the pipeline and keeps what came of it as an experiment. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  const overrides = readOverrides(options.setParam);
  if (!overrides.ok) return context.fail(overrides.error);
  if ([...overrides.value.values()].flat().some(({ isSweep }) => isSweep))
    return context.fail(
      problem(
        'E_PIPELINE',
        "Sweep overrides can't be used without `--queue`",
        'each value is an experiment of its own',
        'add --queue, then `joulebook queue start`',
      ),
    );
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git, root, from } = site.value;
  const baseline = git.head;
  const isTaken = (word: string): boolean =>
    git.ask(['rev-parse', '--verify', '--quiet', refOf({ baseline, name: word })]) !== undefined;
  const name = options.name ?? randomName(context.host.random, isTaken);
  const unfit = nameProblem(git, { baseline, name }, options.force);
  if (unfit !== undefined) return context.fail(unfit);
  const texts = overriddenTexts(root, from, overrides.value);
  if (!texts.ok) return context.fail(texts.error);
  const set = writeParams(root, texts.value);
  if (!set.ok) return context.fail(set.error);
  const say = (line: string): void => {
    if (!context.quiet && !context.json) context.out(`${line}\n`);
  };
  say(`Reproducing experiment '${name}'`);
  const env = { ...context.host.env, DVC_EXP_BASELINE_REV: baseline, DVC_EXP_NAME: name, DVC_ROOT: root };
  const place = { context: { ...context, host: { ...context.host, env } }, project: basename(root), name };
  const done = await reproduce(place, input);
  if (!done.ok) return context.fail(done.error);
  const { isOk, entries, figures } = done.value;
  if (!isOk) return 255;
  const kept = keepExperiment(git, root, {
    baseline,
    name,
    paths: [...done.value.paths, ...texts.value.keys()],
    entries,
    isReplaced: options.force,
    ...(options.message === undefined ? {} : { message: options.message }),
  });
  if (!kept.ok) return context.fail(kept.error);
  if (context.json) return context.succeed({ experiment: kept.value, spent: written(figures.spent, 'J') });
  say(`\nRan experiment(s): ${name}\nExperiment results have been applied to your workspace.`);
  return 0;
}
