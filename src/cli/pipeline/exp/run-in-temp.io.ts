import { basename, join } from 'node:path';
import { locateBook } from '../../../book/locate.io.ts';
import { problem } from '../../../errors.ts';
import type { ExpName } from '../../../pipeline/exp/exp-ref.ts';
import { keepExperiment } from '../../../pipeline/exp/keep-experiment.io.ts';
import { TempTree } from '../../../pipeline/exp/temp-tree.io.ts';
import type { Node } from '../../../pipeline/model/stage.ts';
import type { Workbench } from '../../../pipeline/repro/workbench.io.ts';
import { checkoutChosen } from '../../../pipeline/track/checkout-chosen.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import type { EXP_RUN } from '../../spec/exp-specs.ts';
import type { InputOf } from '../../spec/spec.ts';
import type { ExperimentSite } from './open-experiments.io.ts';
import { reproduce } from './reproduce.io.ts';
import { experimentEnv, type RanExperiment } from './run-here.io.ts';

/** An experiment whose workspace was kept as a commit. */
export interface Prepared extends ExpName {
  /** Full hash of that commit. */
  readonly rev: string;
  /** The folder of the project that it was asked for in. */
  readonly from: string;
  readonly copyPaths: readonly string[];
}

/** Runs an experiment in a folder of its own; or what to end with where there is nothing to keep, which was told. */
export async function runInTemp(
  context: CliContext,
  input: InputOf<typeof EXP_RUN>,
  site: ExperimentSite,
  prepared: Prepared,
): Promise<Result<RanExperiment | number>> {
  const { git, root, config } = site;
  const { name, baseline, rev, from, copyPaths } = prepared;
  const { force, message } = input.options;
  const located = locateBook(
    context.host,
    input.options.book === undefined ? {} : { book: input.options.book },
  );
  if (!located.ok) return located;
  const id = `${rev.slice(0, 7)}-${context.host.pid}`;
  const made = TempTree.make(git, { root, id, rev, baseline, cacheDir: config.cacheDir });
  if (!made.ok) return made;
  const tree = made.value;
  try {
    const uncopied = tree.copy(root, copyPaths);
    if (uncopied !== undefined) return err(uncopied);
    if (!context.quiet && !context.json) context.out(`Reproducing experiment '${name}'\n`);
    const host = {
      ...context.host,
      cwd: join(tree.root, from),
      env: experimentEnv(context, { baseline, name, root }),
    };
    const place = {
      context: { ...context, host },
      book: located.value.dir,
      project: basename(root),
      name,
      config,
      before: checkoutPlanned,
    };
    const done = await reproduce(place, input);
    if (!done.ok) return done;
    if (done.value.exit !== undefined) return ok(done.value.exit);
    const kept = keepExperiment(tree.git, tree.root, {
      baseline,
      name,
      paths: done.value.paths,
      entries: done.value.entries,
      isReplaced: force,
      ...(message === undefined ? {} : { message }),
    });
    if (!kept.ok) return kept;
    const left = tree.leftOut(kept.value.rev);
    if (left.length > 0) context.warn(untracked(left));
    return ok({ experiment: kept.value, figures: done.value.figures });
  } finally {
    tree.remove();
  }
}

/** Puts what stages left last time in place, so that it need not run again. What the cache lacks will have to. */
function checkoutPlanned(bench: Workbench, plan: readonly Node[]): Result<unknown> {
  return checkoutChosen(
    bench,
    plan.map((node) => ({ node })),
    { force: true, relink: false },
  );
}

function untracked(paths: readonly string[]): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    'untracked files of the experiment were not kept',
    `they are no outputs of a stage, and git does not know them: ${paths.join(', ')}`,
    'make them outputs, or let git ignore them',
  );
}
