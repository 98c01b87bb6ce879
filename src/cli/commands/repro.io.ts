import { native } from '../../host/native.io.ts';
import { tally } from '../../pipeline/energy/tally.ts';
import { orderOfWork, type Reach } from '../../pipeline/graph/order-of-work.ts';
import { nodesNamed } from '../../pipeline/graph/targets.ts';
import type { Node } from '../../pipeline/model/stage.ts';
import { Reproduction } from '../../pipeline/repro/reproduction.io.ts';
import type { ReproOptions } from '../../pipeline/repro/repro-options.ts';
import { ok, type Result } from '../../result.ts';
import { written } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { type OpenProject, openProject } from '../pipeline/open-project.io.ts';
import { reproTeller } from '../pipeline/repro-teller.io.ts';
import { tallyLines } from '../pipeline/tally-text.ts';
import { tellGit } from '../pipeline/tell-git.io.ts';
import { sharedOptions } from '../run/measure-input.io.ts';
import type { REPRO } from '../spec/pipeline-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions } from '../views/look.ts';

type Input = InputOf<typeof REPRO>;

/** `joulebook repro`: brings the stages of a DVC project up to date. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  const shared = await sharedOptions(context, input);
  if (!shared.ok) return context.fail(shared.error);
  const opened = openProject(context);
  if (!opened.ok) return context.fail(opened.error);
  const { bench, graph } = opened.value;
  const plan = planOf(opened.value, input);
  if (!plan.ok) return context.fail(plan.error);
  const { from } = bench.project;
  const reproduction = new Reproduction(bench, {
    native: native(),
    graph,
    plan: plan.value,
    options: optionsOf(context, input),
    session: { ...shared.value, scope: 'attributed', csv: [] },
    command: ['joulebook', ...process.argv.slice(2)],
    tell: reproTeller(context, from),
  });
  const outcome = await reproduction.run();
  if (!outcome.ok) return context.fail(outcome.error);
  const { stages, failed, spentBeside, limit, isAnythingDone, tracked, run } = outcome.value;
  const figures = tally(stages, spentBeside);
  const isFailed = failed.length > 0 && !options.ignoreErrors;
  if (context.json) {
    context.succeed({
      stages,
      spent: written(figures.spent, 'J'),
      avoided: written(figures.avoided, 'J'),
      unchanged: written(figures.unchanged, 'J'),
      fromScratch: written(figures.fromScratch, 'J'),
      withoutRecord: figures.withoutRecord,
      run: run?.id ?? null,
    });
  } else if (!context.quiet) {
    for (const line of tallyLines(figures, printOptions(lookOf(context, {})))) context.err(`${line}\n`);
  }
  if (limit !== undefined) return context.fail(limit);
  if (isFailed) return 255;
  tellGit(context, bench.project, tracked);
  if (!context.json && !context.quiet) context.out(`${isAnythingDone ? PUSH_HINT : UP_TO_DATE}\n`);
  return 0;
}

const UP_TO_DATE = 'Data and pipelines are up to date.';
const PUSH_HINT = 'Use `joulebook push` to send your updates to remote storage.';

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
  const named = nodesNamed(graph.nodes, targets.length === 0 ? ['dvc.yaml'] : targets, {
    from: bench.project.from,
    isRecursive: options.recursive,
    isGlob: options.glob,
  });
  return named.ok ? ok(orderOfWork(graph, named.value, reach)) : named;
}

export function optionsOf({ json, quiet }: CliContext, { options }: Input): ReproOptions {
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
    ...(options.maxEnergy === undefined ? {} : { maxEnergyJ: options.maxEnergy }),
    ...(options.maxCo2 === undefined ? {} : { maxCo2G: options.maxCo2 }),
  };
}
