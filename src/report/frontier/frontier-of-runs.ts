import type { MetricGoal } from '../../book/metric-goal.ts';
import {
  type FrontierPoint,
  type FrontierPoints,
  frontierPoints,
  type FrontierQuestion,
} from './frontier-points.ts';
import type { FrontierRun } from './frontier-run.ts';
import { type MarginalStep, marginalSteps } from './marginal.ts';
import { type QualityStep, qualityStep } from './quality-step.ts';

/** A frontier with what each step along it costs. */
export interface FrontierOfRuns extends FrontierPoints {
  readonly step: QualityStep;
  readonly steps: readonly MarginalStep<FrontierPoint>[];
}

/** Finds the frontier of runs, and what more quality costs along it. */
export function frontierOfRuns(runs: readonly FrontierRun[], question: FrontierQuestion): FrontierOfRuns {
  return withSteps(frontierPoints(runs, question), question.goal, question.isLog);
}

/** Adds the steps to points that are found. */
export function withSteps(found: FrontierPoints, goal: MetricGoal, isLog: boolean): FrontierOfRuns {
  const step = qualityStep(
    found.best.map(({ quality }) => quality),
    goal,
  );
  return { ...found, step, steps: marginalSteps(found.best, goal, step, isLog) };
}
