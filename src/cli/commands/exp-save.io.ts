import { keepExperiment } from '../../pipeline/exp/keep-experiment.io.ts';
import { experimentPaths } from '../../pipeline/exp/experiment-paths.ts';
import { nameProblem } from '../../pipeline/exp/experiments.io.ts';
import { type Experiment, refOf } from '../../pipeline/exp/exp-ref.ts';
import { randomName } from '../../pipeline/exp/random-name.ts';
import { topPaths } from '../../pipeline/exp/top-paths.ts';
import { pathFrom } from '../../pipeline/graph/targets.ts';
import type { LockEntry } from '../../pipeline/model/lock-entry.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import { chosenBy } from '../../pipeline/track/chosen.ts';
import { commitChosen } from '../../pipeline/track/commit-chosen.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type ExperimentSite, openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { openProject } from '../pipeline/open-project.io.ts';
import type { EXP_SAVE } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_SAVE>;

/** What DVC ends with where it catches its own failure. */
const CAUGHT = 1;

/** `joulebook exp save`: keeps the workspace as an experiment without running anything. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { root, config } = site.value;
  const lock = await takeRepoLock(context.host, root, config.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  try {
    const saved = save(context, site.value, input);
    if (!saved.ok) {
      context.fail(saved.error);
      return CAUGHT;
    }
    if (context.json) context.out(`${JSON.stringify({ ref: saved.value.rev })}\n`);
    else if (!context.quiet) context.out(`Experiment has been saved as: ${saved.value.name}\n`);
    return 0;
  } finally {
    lock.value.release();
  }
}

function save(
  context: CliContext,
  { git, root, from }: ExperimentSite,
  { options, arguments: { targets } }: Input,
): Result<Experiment> {
  const baseline = git.head;
  const isTaken = (word: string): boolean =>
    git.ask(['rev-parse', '--verify', '--quiet', refOf({ baseline, name: word })]) !== undefined;
  const name = options.name ?? randomName(context.host.random, isTaken);
  const unfit = nameProblem(git, { baseline, name }, options.force);
  if (unfit !== undefined) return err(unfit);
  const opened = openProject(context);
  if (!opened.ok) return opened;
  const { bench, graph } = opened.value;
  const chosen = chosenBy(graph, targets, { from, recursive: options.recursive });
  if (!chosen.ok) return chosen;
  const entries = new Map<string, LockEntry>();
  for (const one of chosen.value) {
    const done = commitChosen(bench, one, {
      force: true,
      isRelinked: false,
      confirm: () => true,
      warn: context.warn,
    });
    if (!done.ok) return done;
    const entry = one.node.kind === 'stage' ? bench.locks.entry(one.node) : ok(undefined);
    if (!entry.ok) return entry;
    if (one.node.kind === 'stage' && entry.value !== undefined) entries.set(one.node.name, entry.value);
  }
  bench.contents.save();
  const top = topPaths(bench.project);
  return keepExperiment(git, root, {
    baseline,
    name,
    paths: experimentPaths({
      nodes: chosen.value.map(({ node }) => node),
      isMade: (at) => graph.made.holding(at).length > 0,
      top,
    }),
    forced: options.includeUntracked.map((path) => pathFrom(from, path)),
    entries,
    isReplaced: options.force,
    ...(options.message === undefined ? {} : { message: options.message }),
  });
}
