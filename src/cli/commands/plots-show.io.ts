import { Revisions, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import type { CliContext } from '../context.ts';
import { drawPlots } from '../pipeline/draw-plots.io.ts';
import { plotOptions } from '../pipeline/plot-input.ts';
import type { PLOTS_SHOW } from '../spec/plots-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook plots show`: the plots of a project as they are now. */
export async function run(context: CliContext, input: InputOf<typeof PLOTS_SHOW>): Promise<number> {
  const revisions = Revisions.open(context.host);
  if (!revisions.ok) return context.fail(revisions.error);
  const snapshots = new Map([[WORKSPACE, revisions.value.workspace()]]);
  return drawPlots(context, revisions.value, snapshots, plotOptions(input.options, input.arguments.targets));
}
