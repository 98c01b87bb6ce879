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
import { sharedOptions } from '../run/measure-input.io.ts';
import type { REPRO } from '../spec/pipeline-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions } from '../views/look.ts';

type Input = InputOf<typeof REPRO>;

/** `joulebook repro`: brings the stages of a DVC project up to date. */
export async function run(context: CliContext, input: Input): Promise<number> {
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
  const { stages, failed, spentBeside, limit } = outcome.value;
  const figures = tally(stages, spentBeside);
  if (context.json) {
    context.succeed({
      stages,
      spent: written(figures.spent, 'J'),
      avoided: written(figures.avoided, 'J'),
      unchanged: written(figures.unchanged, 'J'),
      fromScratch: written(figures.fromScratch, 'J'),
      withoutRecord: figures.withoutRecord,
      run: outcome.value.run?.id ?? null,
    });
  } else if (!context.quiet) {
    if (failed.length === 0 && limit === undefined && stages.every(({ fate }) => fate === 'unchanged'))
      context.out('Data and pipelines are up to date.\n');
    for (const line of tallyLines(figures, printOptions(lookOf(context, {})))) context.err(`${line}\n`);
  }
  if (limit !== undefined) return context.fail(limit);
  return failed.length === 0 ? 0 : 255;
}

function planOf(
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

function optionsOf({ json, quiet }: CliContext, { options }: Input): ReproOptions {
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
