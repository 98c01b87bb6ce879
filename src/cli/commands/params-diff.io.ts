import { pathFrom } from '../../pipeline/graph/targets.ts';
import { paramsOf } from '../../pipeline/metrics/show-params.io.ts';
import { Revisions } from '../../pipeline/revision/revisions.io.ts';
import type { CliContext } from '../context.ts';
import { printDiff } from '../pipeline/compared.io.ts';
import type { PARAMS_DIFF } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook params diff`: how the parameters of two states of a project differ. */
export async function run(context: CliContext, input: InputOf<typeof PARAMS_DIFF>): Promise<number> {
  const opened = Revisions.open(context.host);
  if (!opened.ok) return context.fail(opened.error);
  const revisions = opened.value;
  const { targets, all, deps, markdown, noPath } = input.options;
  const { from } = revisions.standpoint;
  const asked = { targets: targets.map((path) => pathFrom(from, path)), depsOnly: deps };
  const look = {
    title: 'Param',
    form: markdown ? 'markdown' : 'plain',
    hasPath: !noPath,
    hasChange: false,
  } as const;
  return printDiff(context, revisions, 'params', { ...input.arguments, all, look }, (snapshot) =>
    paramsOf(revisions, snapshot, asked),
  );
}
