import { pathFrom } from '../../pipeline/graph/targets.ts';
import { metricsOf } from '../../pipeline/metrics/show-metrics.io.ts';
import { Revisions } from '../../pipeline/revision/revisions.io.ts';
import type { CliContext } from '../context.ts';
import { printDiff } from '../pipeline/compared.io.ts';
import { METRIC_DIGITS } from '../pipeline/metrics-table.ts';
import type { METRICS_DIFF } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook metrics diff`: how the metrics of two states of a project differ. */
export async function run(context: CliContext, input: InputOf<typeof METRICS_DIFF>): Promise<number> {
  const opened = Revisions.open(context.host);
  if (!opened.ok) return context.fail(opened.error);
  const revisions = opened.value;
  const { targets, all, markdown, noPath, precision } = input.options;
  const { from } = revisions.standpoint;
  const asked = targets.map((path) => pathFrom(from, path));
  const look = {
    title: 'Metric',
    form: markdown ? 'markdown' : 'plain',
    hasPath: !noPath,
    hasChange: true,
    digits: precision || METRIC_DIGITS,
  } as const;
  return printDiff(context, revisions, 'metrics', { ...input.arguments, all, look }, (snapshot) =>
    metricsOf(revisions, snapshot, asked),
  );
}
