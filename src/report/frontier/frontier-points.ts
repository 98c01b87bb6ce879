import type { MetricGoal } from '../../book/metric-goal.ts';
import { frontier } from './frontier.ts';
import { type FrontierRun, joinLegs } from './frontier-run.ts';
import { seedsTogether } from './seeds-together.ts';

/** A run that has a place on the chart. */
export interface FrontierPoint extends FrontierRun {
  readonly quality: number;
  readonly cost: number;
  /** No other is better for less. */
  readonly isBest: boolean;
}

/** Why runs have no place, and how many each. */
export interface LeftOut {
  readonly withoutQuality: number;
  readonly withoutCost: number;
  /** Of those that have both: still running, failed, lost or interrupted. */
  readonly unfinished: number;
  /** Their amounts are in another currency. */
  readonly otherSort: number;
  /** Cost nothing, and a logarithmic axis has no zero. */
  readonly zero: number;
}

/** What of the runs is drawn. */
export interface FrontierPoints {
  readonly points: readonly FrontierPoint[];
  /** The frontier, cheapest first. */
  readonly best: readonly FrontierPoint[];
  readonly leftOut: LeftOut;
  /** Of how many runs the points are: as many as there are points, unless seeds stand together. */
  readonly runs: number;
  /** How many trials were joined of several legs. */
  readonly joined: number;
  /** Parts of other runs carry no share of idle, so they are compared with whole runs only with a word of warning. */
  readonly parts: number;
  /** The kinds of amounts that are drawn: currencies, or kinds of carbon. */
  readonly sorts: readonly string[];
}

/** What is asked of the runs. */
export interface FrontierQuestion {
  readonly goal: MetricGoal;
  readonly isLog: boolean;
  /** Takes runs in too that did not come to their end. */
  readonly withUnfinished: boolean;
  /** Amounts of another sort are left out, as those of another currency. */
  readonly oneSort: boolean;
  /** Runs that differ only in their seed are one point, their mean. */
  readonly together?: boolean;
}

/** States in which a run has come to a result that can be used: a stopper ends a trial on purpose. */
const FINISHED: ReadonlySet<string> = new Set(['ok', 'stopped']);

/** Finds the place of each run, and which are on the frontier. */
export function frontierPoints(runs: readonly FrontierRun[], question: FrontierQuestion): FrontierPoints {
  const whole = joinLegs(runs);
  const left = { withoutQuality: 0, withoutCost: 0, unfinished: 0, otherSort: 0, zero: 0 };
  const main = question.oneSort ? mostCommon(whole) : undefined;
  const known: (FrontierRun & { readonly quality: number; readonly cost: number })[] = [];
  for (const run of whole) {
    const { quality, cost } = run;
    if (quality === null || !Number.isFinite(quality)) left.withoutQuality++;
    else if (cost === null || !Number.isFinite(cost)) left.withoutCost++;
    else if (!question.withUnfinished && !FINISHED.has(run.state)) left.unfinished++;
    else if (main !== undefined && run.sort !== main) left.otherSort++;
    else if (question.isLog && cost <= 0) left.zero++;
    else known.push({ ...run, quality, cost });
  }
  const placed = question.together === true ? seedsTogether(known) : known;
  const best = new Set(frontier(placed, question.goal).map(({ id }) => id));
  const points = placed.map((run) => ({ ...run, isBest: best.has(run.id) }));
  return {
    points,
    best: points.filter(({ isBest }) => isBest).sort((a, b) => a.cost - b.cost),
    leftOut: left,
    joined: known.filter(({ legs }) => legs > 1).length,
    parts: points.filter(({ parentId }) => parentId !== null).length,
    runs: known.length,
    sorts: [...new Set(known.flatMap(({ sort }) => (sort === null ? [] : [sort])))],
  };
}

/** The sort that most runs have. */
function mostCommon(runs: readonly FrontierRun[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { sort } of runs) if (sort !== null) counts.set(sort, (counts.get(sort) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
