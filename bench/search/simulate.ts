import type { Engine } from './engine.ts';
import { JOULES_PER } from './power.ts';
import type { Curve, Problem } from './problem.ts';

/** How one pass went: each time one of the incumbents became better. */
export interface Trajectory {
  readonly points: readonly TrajectoryPoint[];
  readonly trials: number;
  readonly completed: number;
  readonly engineSeconds: number;
}

/** `[joules, best loss seen at any point of any training, loss at full length of the configuration that would be recommended]`. */
export type TrajectoryPoint = readonly [joules: number, seen: number, recommended: number];

/** Full runs that every engine may spend. */
export const BUDGET = 25;

/** How a pass is simulated. */
export interface SimulationOptions {
  readonly seed: number;
  readonly workers: number;
  /** Whether a paused trial goes on from where it was; else it begins again and that is charged. */
  readonly checkpoints: boolean;
}

interface Live {
  readonly number: number;
  readonly curve: Curve;
  /** Reports given so far. */
  reached: number;
  /** Reports that the present attempt is at; behind `reached` while it repeats what was lost. */
  at: number;
  /** Joules of all attempts. */
  joules: number;
}

/**
 * Replays a search on a virtual clock, whose unit is the joule where every worker has the same power, until the budget is spent. The recommended
 * configuration is the best of those trained to the end, for every engine; its cost is then already paid.
 */
export async function simulate(
  engine: Engine,
  problem: Problem,
  options: SimulationOptions,
): Promise<Trajectory> {
  const budget = BUDGET * problem.fullRun;
  const rows = problem.open(options.seed);
  const trials: Live[] = [];
  const running: { trial: Live; due: number }[] = [];
  const points: TrajectoryPoint[] = [];
  let [spent, seen, recommended, completed, clock] = [0, Infinity, Infinity, 0, 0];
  for (;;) {
    while (running.length < options.workers) {
      engine.spend?.(spent / budget);
      const step =
        (rows.isUsedUp ? undefined : await engine.next(trials.length)) ??
        (await engine.goOn?.(running.length));
      if (step === undefined) break;
      if ('resume' in step) begin(resumed(step.resume));
      else {
        const curve = rows.take(step.start);
        if (curve === undefined) throw new Error('a table that is not used up has no row');
        const trial: Live = { number: trials.length, curve, reached: 0, at: 0, joules: 0 };
        trials.push(trial);
        begin(trial);
        if (options.workers === 1) await engine.foresee?.(trial.number, curve.losses);
      }
    }
    const first = earliest(running);
    if (first === undefined) break;
    const { trial, due } = first;
    const from = trial.at === 0 ? 0 : (trial.curve.joules[trial.at - 1] ?? 0);
    const used = (trial.curve.joules[trial.reached] ?? 0) - from;
    spent += used;
    clock = due;
    if (spent > budget) break;
    trial.joules += used;
    trial.reached += 1;
    trial.at = trial.reached;
    const loss = trial.curve.losses[trial.reached - 1] ?? Infinity;
    const before = [seen, recommended];
    seen = Math.min(seen, loss);
    engine.spend?.(spent / budget);
    const { number, reached: resource, joules } = trial;
    const answer = await engine.report({ trial: number, resource, loss, joules });
    if (resource >= trial.curve.losses.length) {
      completed += 1;
      recommended = Math.min(recommended, loss);
      running.splice(running.indexOf(first), 1);
      await engine.ended(number, 'complete', loss);
    } else if (answer !== 'continue') {
      running.splice(running.indexOf(first), 1);
      if (answer === 'stop') await engine.ended(number, 'stopped', loss);
    } else first.due = dueOf(trial);
    if (seen !== before[0] || recommended !== before[1]) {
      points.push([spent + engine.cpuSeconds() * JOULES_PER.engineSecond, seen, recommended]);
    }
  }
  return { points, trials: trials.length, completed, engineSeconds: engine.cpuSeconds() };

  function resumed(number: number): Live {
    const trial = trials[number];
    if (trial === undefined) throw new Error(`trial ${number} was never started`);
    if (!options.checkpoints) trial.at = 0;
    return trial;
  }

  function begin(trial: Live): void {
    running.push({ trial, due: dueOf(trial) });
  }

  function dueOf({ curve: { joules, time = joules }, at, reached }: Live): number {
    const from = at === 0 ? 0 : (time[at - 1] ?? 0);
    return clock + (time[reached] ?? 0) - from;
  }
}

function earliest<T extends { trial: Live; due: number }>(running: readonly T[]): T | undefined {
  let first: T | undefined;
  for (const item of running) {
    const earlier = first === undefined || item.due - first.due || item.trial.number - first.trial.number;
    if (earlier === true || (typeof earlier === 'number' && earlier < 0)) first = item;
  }
  return first;
}
