import { problem } from '../../errors.ts';
import { baselinesOf } from '../../pipeline/exp/baselines.io.ts';
import { allExperiments, experimentNamed, unknownNames } from '../../pipeline/exp/experiments.io.ts';
import { type Experiment, refOf } from '../../pipeline/exp/exp-ref.ts';
import { joinedNames } from '../../pipeline/exp/joined-names.ts';
import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { Task } from '../../pipeline/exp/queue/task.ts';
import { remoteExperiments } from '../../pipeline/exp/remote-experiments.io.ts';
import { removeExperiments } from '../../pipeline/exp/remove-experiments.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type ExperimentSite, openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { EXP_REMOVE } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_REMOVE>;

/** What is to go. */
interface Chosen {
  readonly experiments: readonly Experiment[];
  readonly tasks: readonly Task[];
}

/** `joulebook exp remove`: forgets experiments. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options, arguments: given } = input;
  const isSelected = options.allCommits || options.rev.length > 0 || options.queue;
  if (isSelected === given.experiments.length > 0) return context.fail(eitherOr());
  if (options.keep && options.queue)
    return context.fail(
      problem('E_PIPELINE', 'Cannot use both `--keep` and `--queue`.', undefined, 'leave one out'),
    );
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const { git, root } = site.value;
  const { gitRemote } = options;
  const known = gitRemote === undefined ? ok(allExperiments(git)) : remoteExperiments(git, gitRemote);
  if (!known.ok) return context.fail(known.error);
  const chosen = choose(site.value, input, known.value);
  if (!chosen.ok) return context.fail(chosen.error);
  const refs = new Set(chosen.value.experiments.map((one) => refOf(one)));
  const experiments = options.keep
    ? known.value.filter((one) => !refs.has(refOf(one)))
    : chosen.value.experiments;
  const removed = removeExperiments(git, experiments, gitRemote);
  if (!removed.ok) return context.fail(removed.error);
  const tasks = options.keep ? [] : chosen.value.tasks;
  const queue = new Queue(git, root);
  for (const task of tasks) queue.remove(task);
  const names = [...new Set([...tasks, ...experiments].map(({ name }) => name))];
  if (context.json) return context.succeed({ removed: names });
  if (!context.quiet)
    context.out(
      names.length === 0 ? 'No experiments to remove.\n' : `Removed experiments: ${joinedNames(names)}\n`,
    );
  return 0;
}

function choose(
  { git, root }: ExperimentSite,
  { options, arguments: given }: Input,
  known: readonly Experiment[],
): Result<Chosen> {
  const { gitRemote } = options;
  const tasks = gitRemote === undefined ? new Queue(git, root).tasks() : [];
  const waiting = tasks.filter(({ state }) => state === 'queued');
  if (given.experiments.length > 0) {
    const experiments: Experiment[] = [];
    const chosen: Task[] = [];
    const missing: string[] = [];
    for (const word of given.experiments) {
      const named =
        gitRemote === undefined ? experimentNamed(git, word) : ok(known.find(({ name }) => name === word));
      if (!named.ok) return named;
      const task = waiting.find(
        ({ name, rev }) => name === word || (/^[0-9a-f]{7,}$/.test(word) && rev.startsWith(word)),
      );
      if (named.value !== undefined) experiments.push(named.value);
      if (task !== undefined) chosen.push(task);
      if (named.value === undefined && task === undefined) missing.push(word);
    }
    return missing.length > 0 ? err(unknownNames(missing, gitRemote)) : ok({ experiments, tasks: chosen });
  }
  const queued = options.queue ? waiting : [];
  if (options.allCommits) return ok({ experiments: known, tasks: queued });
  if (options.rev.length === 0) return ok({ experiments: [], tasks: queued });
  const baselines = baselinesOf(git, options);
  if (!baselines.ok) return baselines;
  return ok({
    experiments: known.filter(({ baseline }) => baselines.value.includes(baseline)),
    tasks: queued,
  });
}

function eitherOr(): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    'Either provide an `experiment` argument, or use the `--rev` or `--all-commits` or `--queue` flag.',
    undefined,
    'name experiments, or say which of them by one of these',
  );
}
