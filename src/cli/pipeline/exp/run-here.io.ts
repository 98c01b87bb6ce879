import { basename } from 'node:path';
import type { Experiment } from '../../../pipeline/exp/exp-ref.ts';
import { keepExperiment } from '../../../pipeline/exp/keep-experiment.io.ts';
import { overriddenTexts, writeParams } from '../../../pipeline/exp/set-params.io.ts';
import { loadProjectParts } from '../../../pipeline/project/load-project.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { Tally } from '../../../pipeline/energy/tally.ts';
import type { CliContext } from '../../context.ts';
import type { EXP_RUN } from '../../spec/exp-specs.ts';
import type { InputOf } from '../../spec/spec.ts';
import type { AskedExperiment } from './asked-experiment.io.ts';
import { reproduce } from './reproduce.io.ts';

/** What came of an experiment. */
export interface RanExperiment {
  readonly experiment: Experiment;
  readonly figures: Tally;
}

/** Runs an experiment in the workspace; or what to end with where there is nothing to keep, which was told. Its parameters stay in place. */
export async function runHere(
  context: CliContext,
  input: InputOf<typeof EXP_RUN>,
  { site, baseline, overrides, name: nameOf }: AskedExperiment,
): Promise<Result<RanExperiment | number>> {
  const { git, root, from } = site;
  const { force, message } = input.options;
  const texts = overriddenTexts(root, from, overrides);
  if (!texts.ok) return texts;
  // A file that no parameter could mend is told before anything is changed.
  const parts = loadProjectParts(context.host);
  if (!parts.ok) return parts;
  const unread = parts.value.faults.find(({ of: broken }) => broken === undefined);
  if (unread !== undefined) return err(unread.problem);
  const set = writeParams(root, texts.value);
  if (!set.ok) return set;
  const name = nameOf();
  if (!context.quiet && !context.json) context.out(`Reproducing experiment '${name}'\n`);
  const inside = {
    ...context,
    host: { ...context.host, env: experimentEnv(context, { baseline, name, root }) },
  };
  const done = await reproduce({ context: inside, project: basename(root), name }, input);
  if (!done.ok) return done;
  if (done.value.exit !== undefined) return ok(done.value.exit);
  const kept = keepExperiment(git, root, {
    baseline,
    name,
    paths: [...done.value.paths, ...texts.value.keys()],
    entries: done.value.entries,
    isReplaced: force,
    ...(message === undefined ? {} : { message }),
  });
  return kept.ok ? ok({ experiment: kept.value, figures: done.value.figures }) : kept;
}

/** What DVC tells the stages of an experiment. */
export function experimentEnv(
  { host }: CliContext,
  { baseline, name, root }: { readonly baseline: string; readonly name: string; readonly root: string },
): CliContext['host']['env'] {
  return { ...host.env, DVC_EXP_BASELINE_REV: baseline, DVC_EXP_NAME: name, DVC_ROOT: root };
}
