import { nameProblem } from '../../../pipeline/exp/experiments.io.ts';
import { refOf } from '../../../pipeline/exp/exp-ref.ts';
import { type FileOverrides, readOverrides } from '../../../pipeline/exp/override/read-override.ts';
import { Queue } from '../../../pipeline/exp/queue/queue.io.ts';
import { randomName } from '../../../pipeline/exp/random-name.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import type { EXP_RUN } from '../../spec/exp-specs.ts';
import type { InputOf } from '../../spec/spec.ts';
import { type ExperimentSite, openExperiments } from './open-experiments.io.ts';

/** What the command line of `exp run` means in this project. */
export interface AskedExperiment {
  readonly site: ExperimentSite;
  /** Full hash of the commit that is checked out. */
  readonly baseline: string;
  readonly overrides: FileOverrides;
  /** The name that was given, or one that nobody has; another each time. */
  readonly name: () => string;
}

/** Understands what was asked for; nothing is changed. */
export function askedExperiment(
  context: CliContext,
  { options }: InputOf<typeof EXP_RUN>,
): Result<AskedExperiment> {
  const overrides = readOverrides(options.setParam);
  if (!overrides.ok) return overrides;
  const site = openExperiments(context.host);
  if (!site.ok) return site;
  const { git, root } = site.value;
  const baseline = git.head;
  const given = options.name;
  const unfit = given === undefined ? undefined : nameProblem(git, { baseline, name: given }, options.force);
  if (unfit !== undefined) return err(unfit);
  const isTaken = (name: string): boolean =>
    git.ask(['rev-parse', '--verify', '--quiet', refOf({ baseline, name })]) !== undefined ||
    new Queue(git, root).named(name) !== undefined;
  const name = (): string => given ?? randomName(context.host.random, isTaken);
  return ok({ site: site.value, baseline, overrides: overrides.value, name });
}
