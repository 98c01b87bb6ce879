import { problem } from '../../errors.ts';
import { applyExperiment } from '../../pipeline/exp/apply.io.ts';
import { revOf } from '../../pipeline/exp/experiments.io.ts';
import { keepUnsaved } from '../../pipeline/exp/keep-unsaved.io.ts';
import { Queue } from '../../pipeline/exp/queue/queue.io.ts';
import type { Hashed } from '../../pipeline/model/hashed.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import { checkoutChosen } from '../../pipeline/track/checkout-chosen.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type ExperimentSite, openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { openProject } from '../pipeline/open-project.io.ts';
import type { EXP_APPLY } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook exp apply`: puts an experiment's files and outputs into the workspace. */
export async function run(
  context: CliContext,
  { arguments: { experiment: word } }: InputOf<typeof EXP_APPLY>,
): Promise<number> {
  const site = openExperiments(context.host);
  if (!site.ok) return context.fail(site.error);
  const { git, root, config } = site.value;
  const lock = await takeRepoLock(context.host, root, config.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  try {
    const applied = apply(context, site.value, word);
    if (!applied.ok) return context.fail(applied.error);
    if (context.json)
      return context.succeed({ applied: git.ask(['rev-parse', 'refs/exps/exec/EXEC_APPLY']) });
    if (!context.quiet)
      context.out(`Changes for experiment '${word}' have been applied to your current workspace.\n`);
    return 0;
  } finally {
    lock.value.release();
  }
}

function apply(context: CliContext, { git, root }: ExperimentSite, word: string): Result<true> {
  const found = revOf(git, word);
  const queued = found.ok ? undefined : new Queue(git, root).named(word);
  if (!found.ok && queued === undefined) return err(notAnExperiment(word));
  const rev = found.ok ? found.value : (queued?.rev ?? '');
  const done = applyExperiment(git, root, rev, word);
  if (!done.ok) return done;
  const opened = openProject(context);
  if (!opened.ok) return opened;
  const { bench, graph } = opened.value;
  const kept = keepUnsaved(bench);
  if (!kept.ok) return kept;
  for (const [at, hashed] of kept.value) context.warn(unsaved(at, hashed));
  const nodes = graph.nodes.map((node) => ({ node }));
  const checkedOut = checkoutChosen(bench, nodes, { force: true, relink: false });
  bench.contents.save();
  if (!checkedOut.ok) return checkedOut;
  const lacking = [...checkedOut.value.failed].filter(
    ([, { what }]) => !what.startsWith('No file hash info'),
  );
  if (lacking.length === 0) return ok(true);
  return err(
    problem(
      'E_CACHE',
      `Checkout failed for following targets:\n${lacking.map(([at]) => at).join('\n')}`,
      lacking[0]?.[1].why,
      'Is your cache up to date? `joulebook exp pull` or `joulebook pull` fetches what it lacks',
    ),
  );
}

function unsaved(at: string, { md5 }: Hashed): ReturnType<typeof problem> {
  return problem(
    'E_CACHE',
    `${at} held what no commit speaks of`,
    `it was kept in the cache as ${md5}`,
    `to have it back: copy .dvc/cache/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`,
  );
}

function notAnExperiment(word: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `'${word}' does not appear to be an experiment commit.`,
    'it is no experiment, branch, tag or commit',
    '`joulebook exp list -A` shows all experiments',
  );
}
