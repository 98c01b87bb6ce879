import { describe, expect, it } from 'vitest';
import { autoSampler } from '../../../src/search/auto/auto-sampler.ts';
import { climbingSampler } from '../../../src/search/auto/climbing-sampler.ts';
import { streamOf } from '../../../src/search/random/stream-of.ts';
import { randomSampler } from '../../../src/search/samplers/random-sampler.ts';
import type { MakeSampler } from '../../../src/search/samplers/sampler.ts';
import type { Configuration } from '../../../src/search/space/configuration.ts';
import { float, spaceOf } from '../samplers/spaces.ts';
import { WatchedStudy } from '../samplers/watched-study.ts';

type LossOf = (values: readonly number[], number: number) => number;

/** A study of so many trials that are all trained to their end. */
function trained(make: MakeSampler, parameters: number, trials: number, lossOf: LossOf): WatchedStudy {
  const space = spaceOf(...Array.from({ length: parameters }, (_, k) => float(`x${k}`, 0, 1)));
  const study = new WatchedStudy(space, make);
  const prior = randomSampler()(study);
  for (let k = 0; k < trials; k += 1) {
    const drawn = study.propose() ?? prior.propose(k, streamOf(7, k, 'prior'));
    study.start(drawn as Configuration);
    const loss = lossOf(Object.values(drawn as Configuration) as number[], k);
    study.end(k, { state: 'complete', losses: [loss] });
  }
  return study;
}

/** Tells a study of more trials of a bowl. */
function told(study: WatchedStudy, trials: number): WatchedStudy {
  const random = streamOf(2, study.trials.length);
  for (let k = 0; k < trials; k += 1) {
    const values = [random.uniform(), random.uniform()] as const;
    const { number } = study.start({ x0: values[0], x1: values[1] });
    study.end(number, { state: 'complete', losses: [bowl(values, number)] });
  }
  return study;
}

const best = ({ trials }: WatchedStudy): number =>
  Math.min(...trials.map(({ losses }) => losses?.[0] ?? Infinity));

/** Above its least. Dixon and Szegő 1978. */
const branin: LossOf = ([u = 0, v = 0]) => {
  const [x, y] = [15 * u - 5, 15 * v];
  const valley = (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2;
  return valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 - 0.397887;
};

const bowl: LossOf = (values) => values.reduce((sum, x) => sum + (x - 0.3) ** 2, 0);

describe('the climb of the default sampler', () => {
  it('comes to the least of a smooth function, where ranks alone stay far above it', () => {
    expect(best(trained(autoSampler(), 2, 40, branin))).toBeLessThan(0.01);
    expect(best(trained(climbingSampler(10), 2, 40, branin))).toBeLessThan(0.01);
  });

  it('proposes nothing before so many have ended, in a large space, or once enough are complete', () => {
    expect(trained(climbingSampler(10), 2, 9, bowl).propose()).toBeUndefined();
    expect(trained(climbingSampler(10), 2, 10, bowl).propose()).toBeDefined();
    expect(trained(climbingSampler(10), 9, 12, bowl).propose()).toBeUndefined();
    const long = trained(climbingSampler(10), 2, 0, bowl);
    expect(told(long, 500).propose()).toBeDefined();
    expect(told(long, 1).propose()).toBeUndefined();
  });

  it('proposes nothing where losses are chance', () => {
    const noise = streamOf(1, 'noise');
    const study = trained(climbingSampler(10), 3, 40, () => noise.normal());
    const proposals = study.trials.filter(({ number }) => number >= 10 && proposedBy(study, number));
    expect(proposals.length).toBeLessThan(15);
  });
});

/** Whether a trial's configuration is not the prior's, which {@link trained} takes where nothing is proposed. */
function proposedBy(study: WatchedStudy, number: number): boolean {
  const prior = randomSampler({ repeats: true })(study).propose(number, streamOf(7, number, 'prior'));
  return JSON.stringify(prior) !== JSON.stringify(study.trials[number]?.configuration);
}
