import { describe, expect, it } from 'vitest';
import { simulate } from '../../../bench/search/simulate.ts';
import { studyEngine } from '../../../bench/search/study-engine.ts';
import { tableProblem } from '../../../bench/search/table-problem.ts';
import { trusted } from '../../../bench/search/trusted-stopper.ts';
import { randomSampler } from '../../../src/search/samplers/random-sampler.ts';
import { halvingStop } from '../../../src/search/stoppers/halving-stop.ts';

/** Forty trainings of nine reports that end at `x`; at first they stand at `early(x)`. */
function problemOf(early: (x: number) => number) {
  const xs = Array.from({ length: 40 }, (_, i) => i / 39);
  return tableProblem({
    suite: 'test',
    id: 'x',
    digest: '',
    parameters: [{ kind: 'float', name: 'x', low: 0, high: 1, scale: 'linear' }],
    rows: xs.map((x) => ({ x })),
    curves: xs.map((x) => ({
      losses: Array.from({ length: 9 }, (_, i) => (i < 8 ? 2 + early(x) : x)),
      joules: Array.from({ length: 9 }, (_, i) => i + 1),
    })),
  });
}

/** Trainings that came to their end. */
async function completed(early: (x: number) => number, isTrusted: boolean): Promise<number> {
  const problem = problemOf(early);
  const halving = halvingStop({ firstRung: 1, eta: 1.5 });
  const make = studyEngine(randomSampler(), isTrusted ? trusted(halving) : halving);
  const engine = await make(problem, 0, 1);
  return (await simulate(engine, problem, { seed: 0, workers: 1, checkpoints: false })).completed;
}

describe('a stopper that is trusted as far as complete trials bear it out', () => {
  it('stops as it does where the early order is the final one', async () => {
    expect(await completed((x) => x, true)).toBe(await completed((x) => x, false));
  });
  it('stops next to nothing once those that looked best have ended worst', async () => {
    expect(await completed((x) => -x, true)).toBeGreaterThan(2 * (await completed((x) => -x, false)));
  });
});
