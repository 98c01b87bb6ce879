import { constants } from 'node:os';
import { native } from '../../host/native.io.ts';
import { tally } from '../../pipeline/energy/tally.ts';
import { orderOfWork, type Reach } from '../../pipeline/graph/order-of-work.ts';
import { nodesNamed } from '../../pipeline/graph/targets.ts';
import type { Node, RepoPath } from '../../pipeline/model/stage.ts';
import type { Alone } from '../../pipeline/project/named-alone.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import { forecast } from '../../pipeline/repro/forecast.io.ts';
import { Reproduction, type ReproOutcome } from '../../pipeline/repro/reproduction.io.ts';
import type { ReproOptions } from '../../pipeline/repro/repro-options.ts';
import { ok, type Result } from '../../result.ts';
import { written } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { confirm } from '../pipeline/confirm.io.ts';
import { dryLines } from '../pipeline/dry-lines.ts';
import { forecastJson, forecastLines } from '../pipeline/forecast-text.ts';
import { type OpenProject, openProject } from '../pipeline/open-project.io.ts';
import { ReproLive } from '../pipeline/repro-live.io.ts';
import type { RemotePuller } from '../../pipeline/remote/transfer/remote-puller.io.ts';
import { stopOnSignals } from '../pipeline/stop-on-signals.io.ts';
import { reproTeller } from '../pipeline/repro-teller.io.ts';
import { tallyLines } from '../pipeline/tally-text.ts';
import { tellGit } from '../pipeline/tell-git.io.ts';
import { withLints } from '../pipeline/tell-lints.io.ts';
import { sharedOptions } from '../run/measure-input.io.ts';
import type { REPRO } from '../spec/pipeline-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions } from '../views/look.ts';

type Input = InputOf<typeof REPRO>;

/**
 * `joulebook repro`: brings the stages of a DVC project up to date.
 *
 * @param changed files that git is to know of beside those that it changes itself.
 */
export async function run(
  context: CliContext,
  input: Input,
  changed: readonly RepoPath[] = [],
): Promise<number> {
  const { options } = input;
  const shared = await sharedOptions(context, input);
  if (!shared.ok) return context.fail(shared.error);
  const opened = openProject(context, aloneOf(input));
  if (!opened.ok) return context.fail(opened.error);
  const plan = planOf(opened.value, input);
  if (!plan.ok) return context.fail(plan.error);
  if (options.dry) return dryRun(context, input, opened.value, plan.value);
  const { bench, graph } = opened.value;
  const { from } = bench.project;
  const puller = options.pull ? await pullerFor(context, opened.value) : undefined;
  const live = new ReproLive(
    context,
    from,
    { all: plan.value.length, jobs: options.jobs },
    () => reproduction.powerW,
  );
  const reproduction: Reproduction = new Reproduction(bench, {
    native: native(),
    graph,
    plan: plan.value,
    options: optionsOf(context, input),
    session: { ...shared.value, scope: 'attributed', csv: [] },
    command: ['joulebook', ...process.argv.slice(2)],
    tell: live.around(withLints(context, bench.project, reproTeller(context, from))),
    ...(puller === undefined ? {} : { puller }),
  });
  const stopping = stopOnSignals(context.host, reproduction);
  const outcome = await reproduction.run().finally(() => {
    live.end();
    stopping.end();
  });
  await puller?.close();
  if (!outcome.ok) return context.fail(outcome.error);
  const code = tellOutcome(context, input, opened.value, {
    ...outcome.value,
    tracked: [...changed, ...outcome.value.tracked],
  });
  return stopping.received === undefined ? code : interrupted(context, stopping.received);
}

/** What fetches for --pull. Loaded only here: remotes bring Node's networking along. */
export async function pullerFor(
  context: CliContext,
  { bench }: Pick<OpenProject, 'bench'>,
): Promise<RemotePuller> {
  const { RemotePuller: Fetcher } = await import('../../pipeline/remote/transfer/remote-puller.io.ts');
  const { TransferProgress } = await import('../pipeline/remote/transfer-progress.ts');
  return new Fetcher(bench, new TransferProgress(context, 'Fetching'));
}

function tellOutcome(
  context: CliContext,
  { options }: Input,
  { bench }: OpenProject,
  { stages, failed, spentBeside, limit, brought, tracked, run }: ReproOutcome,
): number {
  const figures = tally(stages, spentBeside);
  if (!context.json && !context.quiet)
    for (const line of tallyLines(figures, printOptions(lookOf(context, {})))) context.err(`${line}\n`);
  const done = {
    stages,
    spent: written(figures.spent, 'J'),
    avoided: written(figures.avoided, 'J'),
    unchanged: written(figures.unchanged, 'J'),
    fromScratch: written(figures.fromScratch, 'J'),
    withoutRecord: figures.withoutRecord,
    run: run?.id ?? null,
  };
  if (limit !== undefined) return context.fail(limit, done);
  const [failure] = failed;
  if (failure !== undefined && !options.ignoreErrors) {
    // As text each failure was told when it came.
    if (context.json) context.fail(failure.why, done);
    return FAILED;
  }
  context.succeed(done);
  tellGit(context, bench.project, tracked);
  if (!context.json && !context.quiet) context.out(`${brought.size > 0 ? PUSH_HINT : UP_TO_DATE}\n`);
  return 0;
}

/** What would be done, and what it would take; nothing is done. */
export async function dryRun(
  context: CliContext,
  input: Input,
  { bench, graph }: OpenProject,
  plan: readonly Node[],
): Promise<number> {
  const { host, project, contents } = bench;
  const lock = await takeRepoLock(host, project.root, project.config.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  const found = forecast(bench, graph, plan, optionsOf(context, input));
  contents.save();
  lock.value.release();
  if (!found.ok) return context.fail(found.error);
  if (context.json)
    return context.succeed(forecastJson(found.value, project.from, (energy) => written(energy, 'J')));
  if (context.quiet) return 0;
  for (const line of dryLines(found.value.nodes, project.from)) context.out(`${line}\n`);
  if (!found.value.nodes.some(({ isStale }) => isStale)) context.out(`${UP_TO_DATE}\n`);
  const print = printOptions(lookOf(context, {}));
  for (const line of forecastLines(found.value, project.from, print)) context.err(`${line}\n`);
  return 0;
}

/** As DVC ends for Ctrl-C; for other signals as a shell reports them. */
export function interrupted(context: CliContext, signal: NodeJS.Signals): number {
  if (signal !== 'SIGINT') return 128 + constants.signals[signal];
  context.err('interrupted by the user\n');
  return INTERRUPTED;
}

const FAILED = 255;
const INTERRUPTED = 252;
const UP_TO_DATE = 'Data and pipelines are up to date.';
const PUSH_HINT = 'Use `joulebook push` to send your updates to remote storage.';

/** The nodes that the command line asks for, each after what it needs. */
export function planOf(
  { bench, graph }: OpenProject,
  { options, arguments: { targets } }: Input,
): Result<readonly Node[]> {
  const reach: Reach =
    options.pipeline || options.allPipelines
      ? 'pipeline'
      : options.singleItem
        ? 'single'
        : options.downstream
          ? 'downstream'
          : 'upstream';
  if (options.allPipelines) return ok(orderOfWork(graph, [], reach));
  const named = nodesNamed(graph.nodes, wordsOf(targets), {
    from: bench.project.from,
    isRecursive: options.recursive,
    isGlob: options.glob,
    pipelines: bench.project.pipelines,
  });
  if (!named.ok) return named;
  return ok(named.value.length === 0 ? [] : orderOfWork(graph, named.value, reach));
}

/** With --single-item DVC reads only what is named, and so runs it whatever is wrong elsewhere. */
function aloneOf({ options, arguments: { targets } }: Input): Alone | undefined {
  const { singleItem, pipeline, allPipelines, recursive, glob } = options;
  if (!singleItem || pipeline || allPipelines || recursive) return undefined;
  return { words: wordsOf(targets), isGlob: glob };
}

function wordsOf(targets: readonly string[]): readonly string[] {
  return targets.length === 0 ? ['dvc.yaml'] : targets;
}

/** How they are brought up to date. */
export function optionsOf(context: CliContext, { options }: Input): ReproOptions {
  const { json, quiet } = context;
  return {
    force: options.force,
    forceDownstream: options.forceDownstream,
    jobs: options.jobs,
    onFailure: options.ignoreErrors ? 'ignore' : options.keepGoing ? 'keep-going' : 'stop',
    isStdoutTaken: json,
    isQuiet: json || quiet,
    noCommit: options.noCommit,
    noRunCache: options.noRunCache,
    allowMissing: options.allowMissing,
    ...(options.interactive ? { confirm: (address) => asked(context, address) } : {}),
    ...(options.maxEnergy === undefined ? {} : { maxEnergyJ: options.maxEnergy }),
    ...(options.maxCo2 === undefined ? {} : { maxCo2G: options.maxCo2 }),
  };
}

function asked(context: CliContext, address: string): Promise<boolean> {
  const question = `Going to reproduce stage: '${address}'. Are you sure you want to continue?`;
  return Promise.resolve(confirm(context, question));
}
