import type { Problem } from './problem.ts';
import { uniforms } from './seeded.ts';
import { BUDGET, type Trajectory } from './simulate.ts';

/** What is never reached counts as so many full runs. */
const NEVER = 2 * BUDGET;

/** Which incumbent: the best value seen at any point, or that of the configuration that would be recommended, at full length. */
export type Convention = 'seen' | 'recommended';

/** One problem: how many times fewer joules we take than a peer to reach the peer's median final incumbent. */
export interface ProblemScore {
  readonly problem: Problem;
  readonly ratio: number;
}

/** @returns the ratio on one problem; geometric means over the seeds of both. */
export function scoreProblem(
  problem: Problem,
  ours: readonly Trajectory[],
  theirs: readonly Trajectory[],
  convention: Convention,
): ProblemScore {
  const target = median(theirs.map((trajectory) => lossAt(trajectory, Infinity, convention)));
  const joules = (runs: readonly Trajectory[]) =>
    geometricMean(runs.map((run) => joulesTo(run, target, convention) ?? NEVER * problem.fullRun));
  return { problem, ratio: joules(theirs) / joules(ours) };
}

/** @returns joules at which a pass first was at least as good; undefined: never. */
export function joulesTo({ points }: Trajectory, target: number, convention: Convention): number | undefined {
  const column = convention === 'seen' ? 1 : 2;
  return points.find((point) => point[column] <= target)?.[0];
}

/** @returns the incumbent after so many joules; Infinity before there is one. */
export function lossAt({ points }: Trajectory, joules: number, convention: Convention): number {
  const column = convention === 'seen' ? 1 : 2;
  return points.findLast((point) => point[0] <= joules)?.[column] ?? Infinity;
}

/** A geometric mean over problems with its 95 % interval (bootstrap over problems), the worst one, and how many were lost. */
export interface Summary {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly worst: ProblemScore;
  /** Part of the problems on which the ratio is below 1. */
  readonly lost: number;
  readonly problems: number;
}

const RESAMPLES = 4000;

export function summarise(scores: readonly ProblemScore[]): Summary {
  const uniform = uniforms(1);
  const ratios = scores.map(({ ratio }) => ratio);
  const means = Array.from({ length: RESAMPLES }, () =>
    geometricMean(ratios.map(() => ratios[Math.floor(uniform() * ratios.length)] as number)),
  ).sort((a, b) => a - b);
  const worst = scores.reduce((least, score) => (score.ratio < least.ratio ? score : least));
  return {
    mean: geometricMean(ratios),
    low: means[Math.floor(RESAMPLES * 0.025)] as number,
    high: means[Math.floor(RESAMPLES * 0.975)] as number,
    worst,
    lost: ratios.filter((ratio) => ratio < 1).length / ratios.length,
    problems: ratios.length,
  };
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1] as number, sorted[middle] as number];
  return low === high ? low : (low + high) / 2;
}
