import { describe, expect, it } from 'vitest';
import { dimensionsOf } from '../../../../src/search/samplers/dimension.ts';
import { randomSampler } from '../../../../src/search/samplers/random-sampler.ts';
import type { MakeSampler } from '../../../../src/search/samplers/sampler.ts';
import { TpeModel, type TpeModelOptions } from '../../../../src/search/samplers/tpe/tpe-model.ts';
import { tpeSampler } from '../../../../src/search/samplers/tpe/tpe-sampler.ts';
import type { Space } from '../../../../src/search/space/space.ts';
import type { Trial } from '../../../../src/search/study/trial.ts';
import { float, NUMBERS, spaceOf } from '../spaces.ts';
import { WatchedStudy } from '../watched-study.ts';

const line = spaceOf(float('x', 0, 1));

/** A study whose model is looked at, and nothing is proposed. */
function watchedModel(
  space: Space,
  options: TpeModelOptions,
): { readonly watched: WatchedStudy; readonly model: TpeModel } {
  let model: TpeModel | undefined;
  const watched = new WatchedStudy(space, (study) => {
    const made = new TpeModel(study, dimensionsOf(space), options);
    model = made;
    return { learn: (trial) => made.learn(trial), propose: () => undefined };
  });
  if (model === undefined) throw new Error('no model');
  return { watched, model };
}

describe('over rungs', () => {
  const gamma = (): number => 3;

  it('trials that came farther are better, then those with the best loss up to there', () => {
    const { watched, model } = watchedModel(line, { gamma, rungs: () => [2, 4, 8] });
    for (let k = 0; k < 8; k += 1) watched.start({ x: k / 10 });
    const report = (number: number, ...losses: readonly number[]): void => {
      for (const [index, loss] of losses.entries()) watched.report(number, index + 1, loss);
    };
    report(0, 9); // Not at the first rung: it has no place.
    report(1, 5, 4); // Rung 2.
    report(2, 5, 1); // Rung 2, better.
    report(3, 6, 8, 8, 8); // Rung 4.
    report(4, 5, 2, 8, 9); // Rung 4, its best counts.
    report(5, 7, 7, 7, 7, 0); // Rung 4; the loss after it does not count there.
    watched.end(6, { state: 'complete', losses: [99] }); // All rungs.
    report(7, Infinity);
    watched.end(7, { state: 'stopped' }); // Ended before the first.
    model.settle();
    expect(model.good).toEqual([6, 4, 3]);
    expect(model.ranked).toBe(7);
  });

  it('follows rungs that move', () => {
    let rungs: readonly number[] = [1, 3];
    const { watched, model } = watchedModel(line, { gamma: () => 1, rungs: () => rungs });
    for (const [number, losses] of [
      [3, 3, 3],
      [1, 4],
    ].entries()) {
      watched.start({ x: number / 2 });
      for (const [index, loss] of losses.entries()) watched.report(number, index + 1, loss);
    }
    model.settle();
    expect(model.good).toEqual([0]);
    rungs = [1];
    model.settle();
    expect(model.good).toEqual([1]);
  });

  it('learns before any trial is complete', () => {
    const watched = new WatchedStudy(line, tpeSampler({ rungs: () => [1] }));
    for (let k = 0; k < 80; k += 1) {
      const trial = watched.ask() as Trial;
      watched.report(k, 1, Math.abs(Number(trial.configuration['x']) - 0.7));
      watched.end(k, { state: 'stopped' });
    }
    expect(shareNear(watched, 0.7, 0.1)).toBeGreaterThan(0.5);
  });
});

describe('TPE', () => {
  it('finds better configurations than random draws do', () => {
    const best = (make: MakeSampler): number => {
      const watched = new WatchedStudy(NUMBERS, make);
      let least = Infinity;
      for (let k = 0; k < 100; k += 1) {
        const { x, y, z } = (watched.ask() as Trial).configuration as {
          readonly x: number;
          readonly y: number;
          readonly z: number;
        };
        const loss = (x - 3) ** 2 + (y - 4) ** 2 + (Math.log10(z) + 3) ** 2;
        least = Math.min(least, loss);
        watched.end(k, { state: 'complete', losses: [loss] });
      }
      return least;
    };
    expect(best(tpeSampler())).toBeLessThan(best(randomSampler()) / 3);
  });

  it('keeps away from trials that run, unless it is told not to', () => {
    const medianGap = (constantLiar: boolean): number => {
      const watched = new WatchedStudy(line, tpeSampler({ constantLiar }));
      for (let k = 0; k < 40; k += 1) {
        const trial = watched.ask() as Trial;
        watched.end(k, { state: 'complete', losses: [Math.abs(Number(trial.configuration['x']) - 0.5)] });
      }
      for (let k = 0; k < 40; k += 1) watched.ask();
      const xs = watched.trials.slice(40).map(({ configuration }) => Number(configuration['x']));
      const sorted = xs.sort((p, q) => p - q);
      const gaps = sorted.slice(1).map((x, k) => x - (sorted[k] as number));
      return gaps.sort((p, q) => p - q)[19] as number;
    };
    expect(medianGap(true)).toBeGreaterThan(2 * medianGap(false));
  });

  it('prefers cheap configurations by the weight of cost', () => {
    const mean = (weight: number): number => {
      const cost = { logOf: ({ x }: { readonly x?: unknown }) => 5 * Number(x), weight: () => weight };
      const watched = new WatchedStudy(line, tpeSampler({ cost }));
      for (let k = 0; k < 60; k += 1) {
        watched.ask();
        watched.end(k, { state: 'complete', losses: [1] });
      }
      const late = watched.trials.slice(20).map(({ configuration }) => Number(configuration['x']));
      return late.reduce((sum, x) => sum + x, 0) / late.length;
    };
    expect(mean(1)).toBeLessThan(mean(0) - 0.1);
  });

  it('does not learn from failed trials, and forgets what a trial said that failed after all', () => {
    const { watched, model } = watchedModel(line, { rungs: () => [1] });
    watched.start({ x: 0.5 });
    watched.report(0, 1, 3);
    expect(model.ranked).toBe(0);
    model.settle();
    expect(model.ranked).toBe(1);
    watched.end(0, { state: 'failed' });
    model.settle();
    expect([model.ranked, model.good]).toEqual([0, []]);
  });

  it('may repeat itself where training is noisy', () => {
    const three = spaceOf({ kind: 'integer', name: 'n', low: 1, high: 3, scale: 'linear' });
    const watched = new WatchedStudy(three, tpeSampler({ repeats: true }));
    for (let k = 0; k < 30; k += 1) {
      const trial = watched.ask() as Trial;
      watched.end(k, { state: 'complete', losses: [Number(trial.configuration['n'])] });
    }
    expect(watched.trials.length).toBe(30);
    expect(
      watched.trials.slice(15).filter(({ configuration }) => configuration['n'] === 1).length,
    ).toBeGreaterThan(8);
  });
});

/** The part of the later half of the trials whose x is near a place. */
function shareNear({ trials }: WatchedStudy, place: number, distance: number): number {
  const late = trials.slice(trials.length / 2);
  return (
    late.filter(({ configuration }) => Math.abs(Number(configuration['x']) - place) < distance).length /
    late.length
  );
}
