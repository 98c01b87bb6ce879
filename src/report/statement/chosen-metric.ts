import { goalBehind, goalOfName, type MetricGoal } from '../../book/metric-goal.ts';
import type { RunRecord } from '../../book/run-record.ts';

/** The quality that a report sets against energy. */
export interface ChosenMetric {
  readonly name: string;
  readonly goal: MetricGoal;
  /** Whether the user said which way is better; else the name did, or it was assumed that more is. */
  readonly goalFrom: 'given' | 'name' | 'assumed';
}

/**
 * The metric of a report: the one that was asked for (`accuracy`, `-loss`, `loss:min`), else among those that most runs have the one whose name says the
 * most about quality, tests before training. Undefined where no run has any.
 */
export function chosenMetric(
  runs: readonly Pick<RunRecord, 'metrics'>[],
  asked?: string,
): ChosenMetric | undefined {
  if (asked !== undefined) return readMetric(asked);
  const counts = new Map<string, number>();
  for (const { metrics } of runs)
    for (const name of Object.keys(metrics)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return metricOfMost(counts);
}

/** The same where it is known how many runs have each metric. */
export function metricOfMost(counts: ReadonlyMap<string, number>): ChosenMetric | undefined {
  const most = [...counts.values()].reduce((all, count) => Math.max(all, count), 0);
  const [best] = [...counts]
    .filter(([, count]) => count === most)
    .map(([name]) => name)
    .sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1));
  return best === undefined ? undefined : readMetric(best);
}

/** A metric as people write it: a leading `-`, or `:min`, `:max` behind it, say which way is better. */
export function readMetric(text: string): ChosenMetric {
  const isMinus = /^-./.test(text);
  const bare = isMinus ? text.slice(1) : text;
  const behind = goalBehind(bare);
  if (behind?.name) return { ...behind, goalFrom: 'given' };
  if (isMinus) return { name: bare, goal: 'minimize', goalFrom: 'given' };
  const goal = goalOfName(text);
  return { name: text, goal: goal ?? 'maximize', goalFrom: goal === undefined ? 'assumed' : 'name' };
}

/** Costs are no qualities; a test says more than a training, a score more than a loss. */
function rank(name: string): number {
  const goal = goalOfName(name);
  if (/energy|joule|carbon|co2|latency|time|duration|seconds|memory|power/i.test(name)) return -1;
  const isHeldOut = /test|val|eval/i.test(name) ? 1 : 0;
  return (goal === 'maximize' ? 4 : goal === 'minimize' ? 2 : 0) + isHeldOut;
}
