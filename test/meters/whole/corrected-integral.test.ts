import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CorrectedIntegral } from '../../../src/meters/whole/corrected-integral.ts';

const DISAGREEMENT = 0.25;

/** A device whose true power changes every second, which shows it with an error, and whose total moves late and in steps. */
const device = fc.record({
  watts: fc.array(fc.double({ min: 20, max: 400, noNaN: true }), { minLength: 120, maxLength: 600 }),
  bias: fc.double({ min: 0.85, max: 1.15, noNaN: true }),
  totalEveryS: fc.integer({ min: 1, max: 60 }),
  stepJ: fc.constantFrom(3.6, 36, 60),
});

interface Played {
  readonly given: { readonly low: number; readonly high: number };
  readonly counterJ: number;
  readonly largestJ: number;
}

function play(d: {
  readonly watts: readonly number[];
  readonly bias: number;
  readonly totalEveryS: number;
  readonly stepJ: number;
}): Played {
  const energy = new CorrectedIntegral({ maxW: 500, holdS: 6, stepJ: d.stepJ, disagreement: DISAGREEMENT });
  energy.start(0);
  let [trueJ, shown, firstShown, low, high, largest] = [0, 0, Number.NaN, 0, 0, 0];
  let lowAtFirst = 0;
  d.watts.forEach((watts, k) => {
    const nowS = k + 1;
    trueJ += watts;
    const before = shown;
    if (nowS % d.totalEveryS === 0) shown = Math.floor(trueJ / d.stepJ);
    energy.reading(watts * d.bias, nowS, shown);
    const [lowJ, highJ] = energy.take(nowS);
    expect(lowJ).toBeGreaterThanOrEqual(0);
    expect(highJ).toBeGreaterThanOrEqual(lowJ);
    low += lowJ;
    high += highJ;
    if (shown !== before && Number.isNaN(firstShown)) {
      firstShown = shown;
      lowAtFirst = low;
    } else if (shown !== before) largest = Math.max(largest, (shown - before) * d.stepJ);
  });
  return {
    given: { low: low - lowAtFirst, high: high - lowAtFirst },
    counterJ: (shown - firstShown) * d.stepJ,
    largestJ: largest,
  };
}

describe('the integral of a power, corrected by the device’s total', () => {
  test('never gives negative energy, and follows the total however much the power drifts from it', () => {
    fc.assert(
      fc.property(device, (d) => {
        const { given, counterJ, largestJ } = play(d);
        if (!(counterJ > 0)) return;
        // Off by one step that it forgives, and by what was used since the last one and has not been corrected yet.
        const slackJ = 2 * largestJ + 500 * (d.totalEveryS + 4);
        expect(given.low).toBeGreaterThanOrEqual(counterJ - slackJ);
        expect(given.low).toBeLessThanOrEqual(counterJ + slackJ);
      }),
      { numRuns: 60 },
    );
  });

  test('is nearer to the total than the bare integral, over a long run', () => {
    const watts = Array.from({ length: 7200 }, (_, k) => (k % 97 < 40 ? 60 : 250));
    const { given, counterJ } = play({ watts, bias: 1.1, totalEveryS: 60, stepJ: 3.6 });
    expect(Math.abs(given.low - counterJ) / counterJ).toBeLessThan(0.02);
    expect(given.high).toBeCloseTo(given.low, 6);
  });

  test('without a total it is the integral', () => {
    const energy = new CorrectedIntegral({ maxW: 300, holdS: 5, disagreement: DISAGREEMENT });
    energy.start(0);
    energy.reading(100, 1);
    energy.reading(200, 2);
    expect(energy.take(3)).toEqual([450, 450]);
  });

  test('where total and power contradict each other, both are within the bounds', () => {
    const energy = new CorrectedIntegral({ maxW: 500, holdS: 6, stepJ: 1, disagreement: DISAGREEMENT });
    energy.start(0);
    let [low, high] = [0, 0];
    for (let t = 1; t <= 400; t += 1) {
      energy.reading(100, t, t * 40); // the total counts 40 W
      const [lowJ, highJ] = energy.take(t);
      low += lowJ;
      high += highJ;
    }
    expect(low).toBeLessThanOrEqual(400 * 42);
    expect(high).toBeGreaterThanOrEqual(399 * 100);
  });

  test('a silence without a total has bounds, one with a total is filled by it', () => {
    const bare = new CorrectedIntegral({ maxW: 300, holdS: 5, disagreement: DISAGREEMENT });
    bare.start(0);
    bare.reading(100, 1);
    bare.take(1);
    bare.reading(100, 101);
    // The last reading holds for five seconds; of the rest anything is possible.
    expect(bare.take(101)).toEqual([500, 500 + 95 * 300]);

    const counting = new CorrectedIntegral({ maxW: 300, holdS: 5, stepJ: 1, disagreement: DISAGREEMENT });
    counting.start(0);
    for (let t = 1; t <= 10; t += 1) counting.reading(100, t, t * 100);
    counting.take(10);
    counting.reading(100, 110, 1000 + 12_345);
    const [low, high] = counting.take(110);
    expect(low).toBe(12_245);
    expect(high).toBe(12_445);
  });

  test('what was held at the beginning of a silence is not counted twice', () => {
    const energy = new CorrectedIntegral({ maxW: 300, holdS: 5, stepJ: 1, disagreement: DISAGREEMENT });
    energy.start(0);
    let low = 0;
    for (let t = 1; t <= 10; t += 1) {
      energy.reading(100, t, t * 100);
      low += energy.take(t)[0];
    }
    for (let t = 11; t <= 60; t += 1) low += energy.take(t)[0];
    energy.reading(100, 60, 6000);
    low += energy.take(60)[0];
    expect(low).toBeGreaterThanOrEqual(5_900 - 1);
    expect(low).toBeLessThanOrEqual(6_000);
  });

  test('a total that is set back begins anew', () => {
    const energy = new CorrectedIntegral({ maxW: 300, holdS: 5, stepJ: 1, disagreement: DISAGREEMENT });
    energy.start(0);
    let low = 0;
    for (let t = 1; t <= 200; t += 1) {
      energy.reading(100, t, t < 100 ? 50_000 + t * 100 : (t - 100) * 100);
      const [lowJ, highJ] = energy.take(t);
      expect(highJ).toBeCloseTo(lowJ, 6);
      low += lowJ;
    }
    expect(low).toBeCloseTo(20_000, 3);
  });

  test('after a loss nothing is known until the next reading', () => {
    const energy = new CorrectedIntegral({ maxW: 300, holdS: 60, disagreement: DISAGREEMENT });
    energy.start(0);
    energy.reading(100, 0);
    energy.lose(2);
    expect(energy.take(4)).toEqual([200, 800]);
    expect(energy.take(5)).toEqual([0, 300]);
    energy.reading(50, 6);
    expect(energy.take(8)).toEqual([100, 400]);
    expect(energy.take(9)).toEqual([50, 50]);
  });
});
