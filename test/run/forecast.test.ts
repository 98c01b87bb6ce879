import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EpochCost, FEWEST_EPOCHS, forecast, forecastEstimate } from '../../src/run/forecast.ts';

/** A random number generator of its own, so that every run of the tests sees the same traces (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Energy of epoch n of a simulated training, J. */
type Trace = (n: number, total: number, next: () => number) => number;

const TRACES: Readonly<Record<string, Trace>> = {
  'constant with a meter’s noise': (_, __, next) => 100 * (1 + 0.002 * normal(next)),
  noisy: (_, __, next) => 100 * (1 + 0.15 * normal(next)),
  'with a long first epoch': (n, _, next) => (n === 0 ? 260 : 100) * (1 + 0.03 * normal(next)),
  'with a slow drift of 10 %': (n, total, next) => 100 * (1 + (0.1 * n) / total + 0.02 * normal(next)),
  'with a heavy tail': (_, __, next) => 100 * (1 + 0.05 * normal(next) + (next() < 0.05 ? 0.3 : 0)),
};

function epochsOf(trace: Trace, total: number, next: () => number): readonly EpochCost[] {
  return Array.from({ length: total }, (_, n) => ({ energyJ: trace(n, total, next), durationS: 10 }));
}

const equal = (n: number): EpochCost[] => Array.from({ length: n }, () => ({ energyJ: 10, durationS: 2 }));

const sum = (epochs: readonly EpochCost[]): number => epochs.reduce((all, epoch) => all + epoch.energyJ, 0);

describe('back-test: the 90 % interval of the forecast holds the true total in at least 85 of 100', () => {
  const REPEATS = 400;
  const TOTAL = 20;
  test.each(Object.entries(TRACES))('%s', (_, trace) => {
    for (const known of [3, 4, 6, 10, 15]) {
      let held = 0;
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        const epochs = epochsOf(trace, TOTAL, random(1000 * known + repeat));
        const foretold = forecast(epochs.slice(0, known), TOTAL, sum(epochs.slice(0, known)));
        const truth = sum(epochs);
        if (foretold !== undefined && foretold.lowJ <= truth && truth <= foretold.highJ) held++;
      }
      expect(held / REPEATS, `after ${known} of ${TOTAL}`).toBeGreaterThanOrEqual(0.85);
    }
  });

  test('and is worth having: after half of a steady training within 10 %', () => {
    const epochs = epochsOf(TRACES['with a long first epoch'] as Trace, TOTAL, random(7));
    const { totalJ, lowJ, highJ } = forecast(epochs.slice(0, 10), TOTAL, sum(epochs.slice(0, 10))) ?? {
      totalJ: Number.NaN,
      lowJ: Number.NaN,
      highJ: Number.NaN,
    };
    expect((highJ - lowJ) / totalJ).toBeLessThan(0.1);
    expect(Math.abs(totalJ / sum(epochs) - 1)).toBeLessThan(0.03);
  });
});

describe('laws of the forecast', () => {
  const cost = fc.record({
    energyJ: fc.double({ min: 0, max: 1e6, noNaN: true }),
    durationS: fc.double({ min: 0, max: 1e5, noNaN: true }),
  });

  test('never below what is spent, the value within its bounds', () => {
    fc.assert(
      fc.property(fc.array(cost, { minLength: 3, maxLength: 40 }), fc.nat(100), (epochs, left) => {
        const spent = sum(epochs);
        const foretold = forecast(epochs, epochs.length + left, spent);
        if (foretold === undefined) throw new Error('three epochs are known');
        expect(foretold.lowJ).toBeGreaterThanOrEqual(spent);
        expect(foretold.totalJ).toBeGreaterThanOrEqual(foretold.lowJ);
        expect(foretold.highJ).toBeGreaterThanOrEqual(foretold.totalJ);
        expect(foretold.remainingS).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('nothing before three epochs, nothing for more epochs than planned', () => {
    expect(forecast(equal(FEWEST_EPOCHS - 1), 10, 20)).toBeUndefined();
    expect(forecast(equal(11), 10, 110)).toBeUndefined();
    expect(forecast([], 10, 0)).toBeUndefined();
  });

  test('equal epochs foretell the value exactly, and soon the bounds too; at the end nothing is left', () => {
    const epochs = equal(4);
    const told = forecast(epochs, 10, 41);
    expect(told).toMatchObject({ totalJ: 101, remainingS: 12 });
    // Three steady epochs do not rule out a drift, so the bounds stay apart, but not far.
    expect(told?.lowJ).toBeGreaterThan(90);
    expect(told?.lowJ).toBeLessThan(101);
    expect(told?.highJ).toBeLessThan(112);
    const more = forecast(equal(9), 10, 91);
    expect(more).toEqual({ totalJ: 101, lowJ: 101, highJ: 101, remainingS: 2 });
    expect(forecast(epochs, 4, 41)).toEqual({ totalJ: 41, lowJ: 41, highJ: 41, remainingS: 0 });
  });

  test('as an estimate it keeps value and bounds', () => {
    const f = { totalJ: 100, lowJ: 80, highJ: 130, remainingS: 1 };
    expect(forecastEstimate(f).value).toBe(100);
  });
});
