import { native } from '../../../host/native.io.ts';
import { type Tally, tally } from '../../../pipeline/energy/tally.ts';
import { experimentPaths } from '../../../pipeline/exp/experiment-paths.ts';
import { topPaths } from '../../../pipeline/exp/top-paths.ts';
import type { LockEntry } from '../../../pipeline/model/lock-entry.ts';
import type { Node, RepoPath } from '../../../pipeline/model/stage.ts';
import type { PipelineConfig } from '../../../pipeline/project/config.ts';
import { Reproduction } from '../../../pipeline/repro/reproduction.io.ts';
import { type Workbench, workbench } from '../../../pipeline/repro/workbench.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { dryRun, interrupted, optionsOf, planOf, pullerFor } from '../../commands/repro.io.ts';
import { withLints } from '../tell-lints.io.ts';
import { sharedOptions } from '../../run/measure-input.io.ts';
import type { EXP_RUN } from '../../spec/exp-specs.ts';
import type { InputOf } from '../../spec/spec.ts';
import { lookOf } from '../../open-cli-book.io.ts';
import { printOptions } from '../../views/look.ts';
import { openProject } from '../open-project.io.ts';
import { ReproLive } from '../repro-live.io.ts';
import { stopOnSignals } from '../stop-on-signals.io.ts';
import { reproTeller } from '../repro-teller.io.ts';
import { tallyLines } from '../tally-text.ts';

/** What came of the stages of an experiment. */
export interface Reproduced {
  /** What the command ends with where there is nothing to keep: a stage failed, it was interrupted, or only a dry run. */
  readonly exit?: number;
  /** What belongs to the experiment beside what git knows. */
  readonly paths: readonly RepoPath[];
  /** What the stages that were run or restored came to, by name. */
  readonly entries: ReadonlyMap<string, LockEntry>;
  readonly figures: Tally;
}

/** Where and as what an experiment runs. */
export interface ReproducePlace {
  /** As the stages see it: its folder, and in the environment what DVC tells an experiment. */
  readonly context: CliContext;
  /** Absolute path of the book, where it is not found from there. */
  readonly book?: string;
  readonly project: string;
  readonly name: string;
  /** What the project is configured with, where not what its files say there. */
  readonly config?: PipelineConfig;
  /** What is done to the place before anything runs. */
  readonly before?: (bench: Workbench, plan: readonly Node[]) => Result<unknown>;
}

/** Brings the stages up to date as `repro` does, and says what belongs to the experiment. */
export async function reproduce(
  place: ReproducePlace,
  input: InputOf<typeof EXP_RUN>,
): Promise<Result<Reproduced>> {
  const { context, book } = place;
  const shared = await sharedOptions(context, input);
  if (!shared.ok) return shared;
  const found = openProject(context);
  if (!found.ok) return found;
  const { graph } = found.value;
  const { project, host } = found.value.bench;
  const bench =
    place.config === undefined
      ? found.value.bench
      : workbench(host, { ...project, config: place.config }, process.umask());
  const plan = planOf({ bench, graph }, input);
  if (!plan.ok) return plan;
  const ready = place.before?.(bench, plan.value) ?? ok(true);
  if (!ready.ok) return ready;
  if (input.options.dry) {
    const exit = await dryRun(context, input, { bench, graph }, plan.value);
    return ok({ exit, paths: [], entries: new Map(), figures: tally([], []) });
  }
  const puller = input.options.pull ? await pullerFor(context, { bench }) : undefined;
  const live = new ReproLive(
    context,
    bench.project.from,
    { all: plan.value.length, jobs: input.options.jobs },
    () => reproduction.powerW,
  );
  const reproduction: Reproduction = new Reproduction(bench, {
    native: native(),
    graph,
    plan: plan.value,
    options: optionsOf(context, input),
    session: {
      ...shared.value,
      project: shared.value.project ?? place.project,
      tags: [...shared.value.tags, `exp:${place.name}`],
      scope: 'attributed',
      csv: [],
      ...(book === undefined ? {} : { book }),
    },
    command: ['joulebook', ...process.argv.slice(2)],
    tell: live.around(withLints(context, bench.project, reproTeller(context, bench.project.from))),
    ...(puller === undefined ? {} : { puller }),
  });
  const stopping = stopOnSignals(context.host, reproduction);
  let outcome: Awaited<ReturnType<typeof reproduction.run>>;
  try {
    outcome = await reproduction.run();
  } finally {
    live.end();
    stopping.end();
    await puller?.close();
  }
  if (!outcome.ok) return outcome;
  const { stages, failed, spentBeside, limit, brought } = outcome.value;
  const figures = tally(stages, spentBeside);
  if (!context.json && !context.quiet)
    for (const line of tallyLines(figures, printOptions(lookOf(context, {})))) context.err(`${line}\n`);
  if (limit !== undefined) return err(limit);
  const entries = new Map<string, LockEntry>();
  // As DVC, which names an experiment by what was done for it.
  for (const node of brought) {
    const entry = node.kind === 'stage' ? bench.locks.entry(node) : ok(undefined);
    if (!entry.ok) return entry;
    if (node.kind === 'stage' && entry.value !== undefined) entries.set(node.name, entry.value);
  }
  const isMade = (at: RepoPath): boolean => graph.made.holding(at).length > 0;
  const paths = experimentPaths({ nodes: plan.value, isMade, top: topPaths(bench.project) });
  const isFailed = failed.length > 0 && !input.options.ignoreErrors;
  const exit =
    stopping.received === undefined
      ? isFailed
        ? FAILED
        : undefined
      : interrupted(context, stopping.received);
  return ok({ paths, entries, figures, ...(exit === undefined ? {} : { exit }) });
}

/** What DVC ends with where a stage fails. */
const FAILED = 255;
