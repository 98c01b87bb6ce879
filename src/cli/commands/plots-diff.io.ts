import { Revisions, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import { ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { drawPlots } from '../pipeline/draw-plots.io.ts';
import { plotOptions } from '../pipeline/plot-input.ts';
import type { PLOTS_DIFF } from '../spec/plots-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof PLOTS_DIFF>;

/** `joulebook plots diff`: the plots of several states of a project in one. */
export async function run(context: CliContext, { options, arguments: args }: Input): Promise<number> {
  const opened = Revisions.open(context.host);
  if (!opened.ok) return context.fail(opened.error);
  const revisions = opened.value;
  const names = revisionsOf(revisions, args.revisions);
  const snapshots = revisions.hasCommits() ? revisions.named(names) : ok(new Map());
  if (!snapshots.ok) {
    context.fail(snapshots.error);
    return 1;
  }
  return drawPlots(context, revisions, snapshots.value, plotOptions(options, options.targets));
}

/** What is asked for; less than two: the workspace too, and the last commit where the workspace differs from it. */
function revisionsOf({ git }: Revisions, asked: readonly string[]): readonly string[] {
  const changes = asked.length === 0 ? git?.changes(false) : undefined;
  const isDirty = changes?.ok === true && changes.value.length > 0;
  const names = [...asked, ...(isDirty ? ['HEAD'] : []), ...(asked.length < 2 ? [WORKSPACE] : [])];
  const commits = names.filter((name) => name !== WORKSPACE);
  return names.length === commits.length ? commits : [WORKSPACE, ...commits];
}
