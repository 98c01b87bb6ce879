import { describe, expect, it } from 'vitest';
import { streamOf } from '../../../src/search/random/stream-of.ts';
import { comeback, type SeenCurve } from '../../../src/search/stoppers/comeback.ts';
import { curveStopper } from '../../../src/search/stoppers/curve.ts';
import { SmallStudy } from './small-study.ts';

const FULL = 27;

/** A curve whose end is foretold by its beginning but for some noise. */
function curve(number: number, noise: number): readonly number[] {
  const random = streamOf(number, 'curve');
  const [end, late] = [random.uniform(), noise * random.normal()];
  return Array.from({ length: FULL }, (_, at) => end + 1 / (at + 1) + (at < 20 ? late : 0));
}

describe('stopping by curves', () => {
  it('stops nothing before so many have been seen to the end that the rate can be promised', () => {
    for (const [rate, need] of [
      [0.05, 19],
      [0.1, 9],
      [0.5, 8],
    ] as const) {
      const study = new SmallStudy(curveStopper({ rate }), { maxResource: FULL });
      for (let k = 0; k < 60; k += 1) study.run(curve(k, 0.01));
      const first = study.trials.findIndex(({ state }) => state === 'stopped');
      expect(first).toBeGreaterThanOrEqual(need);
      expect(first).toBeLessThan(need + 8);
    }
  });

  it('says what it expects and what it compares with', () => {
    const study = new SmallStudy(curveStopper(), { maxResource: FULL });
    for (let k = 0; k < 30; k += 1) study.run(curve(k, 0.01));
    const { last } = study.run(curve(1, 0).map((loss) => loss + 1));
    expect(last).toMatchObject({ action: 'stop', reason: { rule: 'curve', resource: 3 } });
    expect(last).toHaveProperty(
      'reason.text',
      expect.stringMatching(
        /^at epoch 3 m0 was heading for [\d.]+, and (none|only \d) of \d+ good trials came back from so far behind the best, [\d.]+$/,
      ),
    );
  });

  it('stops hardly anything where the beginning tells nothing of the end', () => {
    const study = new SmallStudy(curveStopper({ rate: 0.1 }), { maxResource: FULL });
    for (let k = 0; k < 200; k += 1) study.run(curve(k, 3), k % 10 === 0);
    expect(study.trials.filter(({ state }) => state === 'stopped').length).toBeLessThan(20);
  });

  it('keeps its promise: of all trials and of those that would have become the best', () => {
    let [judged, wrong, wouldBeBest] = [0, 0, 0];
    for (let seed = 0; seed < 12; seed += 1) {
      const study = new SmallStudy(curveStopper({ rate: 0.1 }), { maxResource: FULL });
      let best = Infinity;
      for (let k = 0; k < 80; k += 1) {
        const mine = curve(1000 * seed + k, 0.2);
        const end = mine.at(-1) as number;
        const { trial } = study.run(mine, k % 10 === 0);
        if (k > 9) judged += 1;
        if (k > 9 && end < best) wouldBeBest += 1;
        if (trial.state === 'stopped' && end < best) wrong += 1;
        if (trial.state === 'complete') best = Math.min(best, end);
      }
    }
    expect(wouldBeBest).toBeGreaterThan(20);
    expect(wrong / judged).toBeLessThanOrEqual(0.1);
    expect(wrong / wouldBeBest).toBeLessThanOrEqual(0.1);
  });

  it('beside another rule it learns from controls only', () => {
    const study = new SmallStudy(curveStopper({ learnFrom: 'controls' }), { maxResource: FULL });
    for (let k = 0; k < 30; k += 1) study.run(curve(k, 0.01));
    expect(study.trials.every(({ state }) => state === 'complete')).toBe(true);
    for (let k = 30; k < 60; k += 1) study.run(curve(k, 0.01), true);
    expect(study.run(curve(60, 0).map((loss) => loss + 1)).trial.state).toBe('stopped');
  });
});

describe('how far a trial would have to come back', () => {
  const seen: readonly SeenCurve[] = Array.from({ length: 12 }, (_, k) => {
    const random = streamOf(k, 'seen');
    const final = random.uniform();
    return { at: [final + 1 + 0.02 * random.normal()], final };
  });

  it('is nothing that nobody did for one that is where good ones were', () => {
    const best = seen.reduce((a, b) => (b.final < a.final ? b : a));
    const found = comeback(seen, best.at, best.final, 10, 1);
    expect(found?.share).toBeGreaterThan(0.1);
    // The losses themselves are spread over 0 to 1.
    expect(Math.abs((found?.heading ?? 1) - best.final)).toBeLessThan(0.1);
  });

  it('is rarer the further behind it is', () => {
    const shares = [1, 1.2, 1.5, 3].map((loss) => comeback(seen, [loss], 0, 10, 1)?.share);
    expect(shares.toSorted((a, b) => (b ?? 0) - (a ?? 0))).toEqual(shares);
    expect(shares.at(-1)).toBe(0.1);
  });

  it('is not looked at where the prediction itself does not exclude it', () => {
    expect(comeback(seen, [1.05], 0, 10, 1e-9)).toBeUndefined();
  });

  it('does not change with the unit of the loss, nor with others that have diverged', () => {
    const scale = (loss: number): number => 250 * loss - 7;
    const scaled = seen.map(({ at, final }) => ({ at: at.map(scale), final: scale(final) }));
    const plain = comeback(seen, [1.5], 0, 10, 1);
    const other = comeback(scaled, [scale(1.5)], scale(0), 10, 1);
    expect(other?.share).toBe(plain?.share);
    expect(other?.heading).toBeCloseTo(scale(plain?.heading ?? 0), 6);
    const diverged = [...seen, { at: [Infinity], final: Infinity }];
    expect(Number.isFinite(comeback(diverged, [1.5], 0, 10, 1)?.heading)).toBe(true);
  });
});
