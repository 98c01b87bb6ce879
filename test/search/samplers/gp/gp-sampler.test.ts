import { describe, expect, it } from 'vitest';
import { gpSampler } from '../../../../src/search/samplers/gp/gp-sampler.ts';
import { randomSampler } from '../../../../src/search/samplers/random-sampler.ts';
import type { MakeSampler } from '../../../../src/search/samplers/sampler.ts';
import { tpeSampler } from '../../../../src/search/samplers/tpe/tpe-sampler.ts';
import type { Configuration } from '../../../../src/search/space/configuration.ts';
import type { Space } from '../../../../src/search/space/space.ts';
import { float, spaceOf } from '../spaces.ts';
import { type Outcome, WatchedStudy } from '../watched-study.ts';

const numbers = (configuration: Configuration): readonly number[] => Object.values(configuration).map(Number);
/** Branin's function, whose least value is 0.397887. */
const branin = ({ x, y }: Configuration): number => {
  const [a, b] = [Number(x), Number(y)];
  const bow = b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6;
  return bow * bow + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
};
const bowl = (configuration: Configuration): number =>
  numbers(configuration).reduce((sum, x, i) => sum + (1 + i) * (x - 0.3 - 0.08 * i) ** 2, 0);

const PLANE = spaceOf(float('x', -5, 10), float('y', 0, 15));
const cube = (d: number): Space => spaceOf(...Array.from({ length: d }, (_, k) => float(`x${k}`, 0, 1)));

/** Runs trials one after another. */
function ran(
  space: Space,
  make: MakeSampler,
  trials: number,
  outcomeOf: (configuration: Configuration) => Outcome,
  options: { readonly seed?: number; readonly objectives?: number } = {},
): WatchedStudy {
  const study = new WatchedStudy(space, make, options);
  for (let k = 0; k < trials; k += 1) {
    const trial = study.ask();
    if (trial !== undefined) study.end(k, outcomeOf(trial.configuration));
  }
  return study;
}

/** The least loss, the middle one of three seeds. */
function bestOf(space: Space, make: MakeSampler, loss: (configuration: Configuration) => number): number {
  const outcomeOf = (configuration: Configuration): Outcome => ({
    state: 'complete',
    losses: [loss(configuration)],
  });
  const bests = [1, 2, 3].map((seed) =>
    Math.min(
      ...ran(space, make, 50, outcomeOf, { seed }).trials.map(({ losses }) => losses?.[0] ?? Infinity),
    ),
  );
  return bests.sort((a, b) => a - b)[1] as number;
}

describe('a Gaussian process as a sampler', () => {
  it.each([
    ['Branin in two dimensions', PLANE, (at: Configuration) => branin(at) - 0.397887],
    ['a bowl in five', cube(5), bowl],
  ] as const)('comes far nearer to the least of %s than TPE and chance in 50 trials', (_, space, loss) => {
    const [process, parzen, chance] = [gpSampler(), tpeSampler(), randomSampler()].map((make) =>
      bestOf(space, make, loss),
    );
    expect(process).toBeLessThan(0.1 * (parzen as number));
    expect(process).toBeLessThan(0.01 * (chance as number));
  });

  it('keeps away from where trials run', () => {
    const bumps = ({ x0, x1 }: Configuration): number => Math.sin(7 * Number(x0)) + Math.cos(5 * Number(x1));
    const study = ran(cube(2), gpSampler(), 20, (at) => ({ state: 'complete', losses: [bumps(at)] }));
    for (let k = 0; k < 4; k += 1) study.ask();
    const running = study.trials.slice(-4).map(({ configuration }) => numbers(configuration));
    for (const [k, a] of running.entries())
      for (const b of running.slice(k + 1))
        expect(Math.hypot(...a.map((x, i) => x - (b[i] as number)))).toBeGreaterThan(1e-3);
  });

  it('seeks where the constraints are kept', () => {
    const outcomeOf = (at: Configuration): Outcome => {
      const [x = 0, y = 0] = numbers(at);
      // The least of the bowl breaks the constraint; what is best of the rest lies on its edge.
      return { state: 'complete', losses: [(x - 0.2) ** 2 + (y - 0.2) ** 2], violations: [1 - x - y] };
    };
    const { trials } = ran(cube(2), gpSampler(), 35, outcomeOf);
    const kept = trials.filter(({ violations }) => (violations?.[0] ?? 1) <= 0);
    expect(Math.min(...kept.map(({ losses }) => losses?.[0] ?? Infinity))).toBeLessThan(0.18 + 0.001);
  });

  it('finds the first that keeps the constraints where none did at the beginning', () => {
    const outcomeOf = (at: Configuration): Outcome => {
      const [x = 0, y = 0] = numbers(at);
      return { state: 'complete', losses: [x], violations: [(x - 0.83) ** 2 + (y - 0.13) ** 2 - 0.003] };
    };
    const { trials } = ran(cube(2), gpSampler(), 30, outcomeOf);
    expect(trials.slice(0, 10).some(({ violations }) => (violations?.[0] ?? 1) <= 0)).toBe(false);
    expect(trials.some(({ violations }) => (violations?.[0] ?? 1) <= 0)).toBe(true);
  });

  it('does not go back to where trials fail', () => {
    const outcomeOf = (at: Configuration): Outcome => {
      const [x = 0, y = 0] = numbers(at);
      return x > 0.6 ? { state: 'failed' } : { state: 'complete', losses: [(x - 0.8) ** 2 + (y - 0.5) ** 2] };
    };
    const { trials } = ran(cube(2), gpSampler(), 40, outcomeOf);
    expect(trials.slice(20).filter(({ state }) => state === 'failed').length).toBeLessThan(8);
  });

  it('finds both ends of a front of two objectives, and its middle', () => {
    const outcomeOf = (at: Configuration): Outcome => {
      const [x = 0, y = 0] = numbers(at);
      return { state: 'complete', losses: [x ** 2 + (y - 0.5) ** 2, (x - 1) ** 2 + (y - 0.5) ** 2] };
    };
    const { trials } = ran(cube(2), gpSampler(), 40, outcomeOf, { objectives: 2 });
    for (const aim of [0.05, 0.5, 0.95]) {
      const nearest = trials.map(({ configuration }) => {
        const [x = 0, y = 0] = numbers(configuration);
        return Math.hypot(x - aim, y - 0.5);
      });
      expect(Math.min(...nearest)).toBeLessThan(0.1);
    }
  });

  it('learns conditional and whole numbers, steps and choices', () => {
    const space = spaceOf(
      float('lr', 1e-5, 1, 'log'),
      { kind: 'integer', name: 'layers', low: 1, high: 40, scale: 'linear' },
      { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.05 },
      { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd', 'lion'] },
      {
        ...float('momentum', 0, 1),
        when: { text: "opt == 'sgd'", parents: ['opt'], holds: (values) => values['opt'] === 'sgd' },
      },
    );
    const loss = ({ lr, layers, dropout, opt, momentum }: Configuration): number =>
      0.3 * (Math.log10(Number(lr)) + 2) ** 2 +
      ((Number(layers) - 23) / 20) ** 2 +
      4 * (Number(dropout) - 0.2) ** 2 +
      (opt === 'sgd' ? (Number(momentum) - 0.85) ** 2 : 0.3);
    const { trials } = ran(space, gpSampler(), 50, (at) => ({ state: 'complete', losses: [loss(at)] }));
    const best = [...trials].sort((a, b) => (a.losses?.[0] ?? 0) - (b.losses?.[0] ?? 0))[0];
    expect(best?.configuration).toMatchObject({ opt: 'sgd', dropout: 0.2 });
    expect(best?.losses?.[0]).toBeLessThan(0.01);
  });
});
