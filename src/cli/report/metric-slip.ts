import { type Problem, problem } from '../../errors.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';

/** What is said of a metric that was asked for and that none of the runs has. */
export function metricSlip(
  metric: string,
  runs: readonly { readonly metrics: Readonly<Record<string, unknown>> }[],
): Problem | undefined {
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))].sort();
  if (metrics.includes(metric)) return undefined;
  return problem(
    'E_NOT_FOUND',
    `no run has a metric ${metric}`,
    'Quality and energy are not set against each other.',
    didYouMeanText(metric, metrics) ??
      (metrics.length === 0 ? undefined : `They have ${metrics.join(', ')}.`),
  );
}
