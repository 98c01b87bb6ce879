import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CmaDistribution } from '../../../src/search/samplers/cma-es/cma-distribution.ts';
import { cmaEsSampler } from '../../../src/search/samplers/cma-es/cma-es-sampler.ts';
import { nsga2Sampler } from '../../../src/search/samplers/nsga2-sampler.ts';
import { elite, type Individual } from '../../../src/search/samplers/pareto/elite.ts';
import type { MakeSampler } from '../../../src/search/samplers/sampler.ts';
import type { Trial } from '../../../src/search/study/trial.ts';
import { float, spaceOf } from './spaces.ts';
import { WatchedStudy } from './watched-study.ts';

const goldens = JSON.parse(readFileSync(new URL('../goldens/evolution.json', import.meta.url), 'utf8')) as {
  readonly cma: readonly {
    readonly n: number;
    readonly population: number;
    readonly weights: readonly number[];
    readonly generations: readonly {
      readonly points: readonly (readonly number[])[];
      readonly mean: readonly number[];
      readonly step: number;
      readonly covariance: readonly (readonly number[])[];
    }[];
  }[];
  readonly nsga2: readonly {
    readonly count: number;
    readonly population: readonly Individual[];
    readonly elite: readonly number[];
  }[];
};

describe('CMA-ES', () => {
  it('moves as the reference implementation does, through twelve generations', () => {
    for (const { n, population, weights, generations } of goldens.cma) {
      const distribution = new CmaDistribution(
        n,
        Array.from({ length: n }, () => 0.5),
        1 / 6,
      );
      expect(distribution.constants.population).toBe(population);
      for (const [k, weight] of weights.entries())
        expect(distribution.constants.weights[k]).toBeCloseTo(weight, 13);
      for (const { points, mean, step, covariance } of generations) {
        distribution.tell(points);
        expect(distribution.step / step).toBeCloseTo(1, 8);
        for (const [k, value] of mean.entries()) expect(distribution.mean[k]).toBeCloseTo(value, 10);
        for (const [k, value] of covariance.flat().entries()) {
          expect(distribution.covariance.flat()[k]).toBeCloseTo(value, 8);
        }
      }
    }
  });

  it('comes far closer to the least loss than random draws do', () => {
    expect(bestOf(cmaEsSampler(), 300)).toBeLessThan(1e-4);
  });
});

describe('NSGA-II', () => {
  it('lets the same trials live on as Optuna 5.0.0', () => {
    for (const { population, count, elite: chosen } of goldens.nsga2) {
      expect(elite(population, count).map(({ number }) => number)).toEqual(chosen);
    }
  });

  it('gathers its children near the best trade-offs', () => {
    const watched = new WatchedStudy(
      spaceOf(float('x', 0, 1), float('y', 0, 1)),
      nsga2Sampler({ population: 20 }),
      {
        objectives: 2,
      },
    );
    const excess: number[] = [];
    for (let k = 0; k < 400; k += 1) {
      const { x, y } = (watched.ask() as Trial).configuration as { readonly x: number; readonly y: number };
      // The best trade-offs are those with y = 0.3.
      watched.end(k, { state: 'complete', losses: [x ** 2 + (y - 0.3) ** 2, (x - 1) ** 2 + (y - 0.3) ** 2] });
      excess.push(Math.abs(y - 0.3));
    }
    // A tenth of random draws are so close; half of the children have a new value.
    expect(excess.slice(-100).filter((distance) => distance < 0.05).length).toBeGreaterThan(30);
  });
});

function bestOf(make: MakeSampler, trials: number): number {
  const watched = new WatchedStudy(spaceOf(float('x', -5, 10), float('y', 1e-4, 1, 'log')), make);
  let best = Infinity;
  for (let k = 0; k < trials; k += 1) {
    const { x, y } = (watched.ask() as Trial).configuration as { readonly x: number; readonly y: number };
    const loss = (x - 2) ** 2 + (Math.log10(y) + 2) ** 2;
    best = Math.min(best, loss);
    watched.end(k, { state: 'complete', losses: [loss] });
  }
  return best;
}
