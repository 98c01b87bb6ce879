import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CounterSteps, type CounterStepsOptions } from '../../../src/meters/reading/counter-steps.ts';

const MAX_W = 100;
const MOST_W = 150;
const ENDLESS = { stepJ: 1, range: Number.POSITIVE_INFINITY, maxW: MAX_W };

function started(options: Partial<CounterStepsOptions>, value: number): CounterSteps {
  const steps = new CounterSteps({ ...ENDLESS, ...options });
  steps.start(value, 0);
  return steps;
}

function shown(steps: CounterSteps, reading: number, nowS: number): readonly [number, number] | 'not yet' {
  return steps.advance(reading, nowS) ? [steps.lowJ, steps.highJ] : 'not yet';
}

describe('a fall', () => {
  test('within the time of one wrap is one', () => {
    expect(shown(started({ range: 1000 }, 990), 50, 1)).toEqual([60, 60]);
  });

  test('across a gap that may hide a wrap may as well be a reset: bounds', () => {
    expect(shown(started({ range: 1000 }, 990), 50, 10)).toEqual([0, 10 * MOST_W]);
  });

  test('in a hole may be a reset, however short it was', () => {
    for (const goesOnUnread of [false, true]) {
      const steps = started({ range: 1000, goesOnUnread }, 990);
      steps.miss();
      expect(shown(steps, 50, 1)).toEqual([0, MOST_W]);
    }
  });

  test('of a counter that never wraps is a reset, of which what it shows is the least', () => {
    const steps = started({}, 5000);
    expect(shown(steps, 40, 1)).toEqual([40, MOST_W]);
    expect(steps.hasBegunAnew).toBe(true);
  });

  test('of unknown range is bounds, and a long gap that ends higher too', () => {
    expect(shown(started({ range: undefined, smallestRange: 1000 }, 990), 50, 1)).toEqual([50, MOST_W]);
    expect(shown(started({ range: undefined, smallestRange: 1000 }, 0), 50, 10)).toEqual([0, 10 * MOST_W]);
  });
});

describe('a hole', () => {
  test('is proven by a counter that cannot have begun anew in it, and by one that goes on in any case', () => {
    for (const [options, first, expected] of [
      [{}, 5000, [80, 80]],
      [{}, 10, [80, MOST_W]],
      [{ goesOnUnread: true }, 10, [80, 80]],
    ] as const) {
      const steps = started(options, first);
      steps.miss();
      expect(shown(steps, first + 80, 1)).toEqual(expected);
      expect(steps.hasBegunAnew).toBe(false);
    }
  });
});

describe('a step that seems too large', () => {
  test('soon after the last one is left to the next reading', () => {
    const steps = started({ settleS: 0.5 }, 5000);
    expect(shown(steps, 5030, 0.001)).toBe('not yet');
    expect(shown(steps, 5030, 0.2)).toEqual([30, 30]);
  });

  test('is none where the counter had stood still for a while', () => {
    const steps = started({ settleS: 0.5 }, 5000);
    expect(shown(steps, 5000, 0.499)).toEqual([0, 0]);
    expect(shown(steps, 5030, 0.5)).toEqual([30, 30]);
    expect(shown(steps, 5030, 100)).toEqual([0, 0]);
    // Of the time before it was last seen only so much counts as it may have been behind.
    expect(shown(steps, 5030 + 151, 100.5)).toEqual([0, MOST_W]);
  });

  test('is a fault where no lateness explains it, and after the time of patience', () => {
    expect(shown(started({ settleS: 0.5 }, 5000), 9000, 0.001)).toEqual([0, 0.001 * MOST_W]);
    expect(shown(started({ settleS: 0.5 }, 5000), 9000, 1)).toEqual([0, MOST_W]);
  });

  test('without such a time is a fault at once', () => {
    expect(shown(started({}, 5000), 5030, 0.1)).toEqual([0, 15]);
  });
});

test('a counter that stood still is believed again only when it moves, with its step as the least', () => {
  const steps = started({}, 5000);
  expect(shown(steps, 5000, 5)).toEqual([0, 0]);
  steps.doubt();
  expect(shown(steps, 5000, 6)).toBe('not yet');
  expect(shown(steps, 5020, 7)).toEqual([20, 7 * MOST_W]);
  expect(shown(steps, 5030, 8)).toEqual([10, 10]);
});

test('a counter that its hardware renews now and then is exact, however it is looked at', () => {
  const look = fc.record({
    dtMs: fc.integer({ min: 1, max: 3000 }),
    watts: fc.integer({ min: 0, max: MAX_W }),
  });
  fc.assert(
    fc.property(
      fc.array(look, { maxLength: 100 }),
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom(4096, Number.POSITIVE_INFINITY),
      (looks, renewMs, range) => {
        // In mJ, so that the machine's own count is exact.
        const steps = new CounterSteps({ stepJ: 0.001, range: range * 1000, maxW: MAX_W, settleS: 0.5 });
        let [ms, used, shownMj, low] = [0, 0, 0, 0];
        steps.start(0, 0);
        for (const { dtMs, watts } of [...looks, { dtMs: 500, watts: 0 }, { dtMs: 500, watts: 0 }]) {
          for (let i = 0; i < dtMs; i += 1) {
            ms += 1;
            used += watts;
            if (ms % renewMs === 0) shownMj = used;
          }
          if (!steps.advance(shownMj % (range * 1000), ms / 1000)) continue;
          expect(steps.highJ).toBe(steps.lowJ);
          low += steps.lowJ;
        }
        expect(low).toBeCloseTo(used / 1000, 6);
      },
    ),
    { numRuns: 200 },
  );
});
