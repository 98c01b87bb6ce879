import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../bench/search/engine.ts';
import type { Problem } from '../../../bench/search/problem.ts';
import { simulate } from '../../../bench/search/simulate.ts';
import { tableProblem } from '../../../bench/search/table-problem.ts';

/** Four configurations of one log parameter; each trains for 3 units of 10 J, and the last loss is the value itself. */
const problem: Problem = tableProblem({
  suite: 'test',
  id: 'four',
  digest: '',
  parameters: [{ kind: 'float', name: 'x', low: 0.001, high: 1, scale: 'log' }],
  rows: [0.001, 0.01, 0.1, 1].map((x) => ({ x })),
  curves: [0.001, 0.01, 0.1, 1].map((x) => ({ losses: [9, 5, x], joules: [10, 20, 30] })),
});

/** An engine that proposes these values, and answers as told. */
function engine(xs: readonly number[], report: Engine['report'], resume?: number): Engine {
  const left = [...xs];
  let resumed = false;
  return {
    next: () => {
      const x = left.shift();
      if (x !== undefined) return { start: { x } };
      if (resume === undefined || resumed) return undefined;
      resumed = true;
      return { resume };
    },
    report,
    ended: () => undefined,
    cpuSeconds: () => 0,
  };
}

const ONE_WORKER = { seed: 0, workers: 1, checkpoints: false };

describe('the simulator', () => {
  it('gives a proposal its nearest unused row, logarithmically', async () => {
    const { points } = await simulate(
      engine([0.02, 0.02], () => 'continue'),
      problem,
      ONE_WORKER,
    );
    // 0.02 is nearest to 0.01; after that to 0.1 (0.70 decades) rather than to 0.001 (1.3).
    expect(points.at(-1)).toEqual([30, 0.01, 0.01]);
    const second = await simulate(
      engine([0.01, 0.02], () => 'continue'),
      problem,
      ONE_WORKER,
    );
    expect(second.completed).toBe(2);
  });

  it('lets what is paused go on once every row is used', async () => {
    const paused: number[] = [];
    const pausing: Engine = {
      ...engine([1, 0.1, 0.01, 0.001, 0.5, 0.5], ({ trial, resource }) => {
        if (resource > 1 || paused.includes(trial)) return 'continue';
        paused.push(trial);
        return 'pause';
      }),
      goOn: () => {
        const resume = paused.pop();
        return resume === undefined ? undefined : { resume };
      },
    };
    const { trials, completed, points } = await simulate(pausing, problem, {
      ...ONE_WORKER,
      checkpoints: true,
    });
    expect([trials, completed]).toEqual([4, 4]);
    expect(points.at(-1)?.[2]).toBe(0.001);
  });

  it('counts joules up to the stop only, and recommends nothing that was not trained to its end', async () => {
    const { points, completed } = await simulate(
      engine([1, 0.1], ({ trial, resource }) => (trial === 0 && resource === 2 ? 'stop' : 'continue')),
      problem,
      ONE_WORKER,
    );
    expect(points).toEqual([
      [10, 9, Infinity],
      [20, 5, Infinity],
      [50, 0.1, 0.1],
    ]);
    expect(completed).toBe(1);
  });

  it('charges what a training repeats that was paused without a checkpoint', async () => {
    const pausing = (): Engine => engine([0.1], ({ resource }) => (resource === 2 ? 'pause' : 'continue'), 0);
    const anew = await simulate(pausing(), problem, ONE_WORKER);
    expect(anew.points.at(-1)).toEqual([50, 0.1, 0.1]);
    const on = await simulate(pausing(), problem, { ...ONE_WORKER, checkpoints: true });
    expect(on.points.at(-1)).toEqual([30, 0.1, 0.1]);
  });

  it('ends trainings in the order of their time where their power differs', async () => {
    const curve = (watts: number, seconds: number) => ({
      losses: [1],
      joules: [watts * seconds],
      time: [seconds],
    });
    const uneven: Problem = {
      ...problem,
      open: () => ({ isUsedUp: false, take: ({ x }) => curve(Number(x), 1 / Number(x)) }),
    };
    const order: number[] = [];
    // 0.1 W for 10 s, 2 W for half a second: one joule each.
    const { points } = await simulate(
      engine([0.1, 2], ({ trial }) => {
        order.push(trial);
        return 'continue';
      }),
      uneven,
      { ...ONE_WORKER, workers: 2 },
    );
    expect(order).toEqual([1, 0]);
    expect(points).toEqual([[1, 1, 1]]);
  });

  it('runs several workers on one clock', async () => {
    const order: number[] = [];
    await simulate(
      engine([1, 0.1, 0.01], ({ trial }) => {
        order.push(trial);
        return 'continue';
      }),
      problem,
      { ...ONE_WORKER, workers: 2 },
    );
    expect(order).toEqual([0, 1, 0, 1, 0, 1, 2, 2, 2]);
  });
});
