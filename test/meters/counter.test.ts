import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Counter } from '../../src/meters/counter.ts';

/** What a device does between two readings: draws so much for so long, is reset, or nobody looks. */
const life = fc.array(
  fc.record({
    dtS: fc.integer({ min: 1, max: 400 }).map((n) => n / 10),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    reset: fc.boolean(),
    read: fc.boolean(),
  }),
  { maxLength: 40 },
);

test('knows the energy exactly while no wrap can hide, and bounds that contain it else', () => {
  fc.assert(
    fc.property(
      life,
      fc.integer({ min: 500, max: 50_000 }),
      fc.integer({ min: 0, max: 49_999 }),
      (steps, range, first) => {
        const maxW = 300;
        const counter = new Counter({ stepJ: 1, range, maxW });
        let raw = first % range;
        let t = 0;
        let truth = 0;
        let everLost = false;
        let unreadS = 0;
        let resetSince = false;
        counter.start(raw, 0);
        for (const { dtS, part, reset, read } of steps) {
          const used = Math.floor(maxW * part * dtS);
          t += dtS;
          unreadS += dtS;
          truth += used;
          // A reset halfway: what was counted before it is gone.
          raw = reset ? (used >> 1) % range : (raw + used) % range;
          resetSince ||= reset;
          if (!read) continue;
          // A reset that looks like a wrap within reach cannot be told from one: the counter's own word is taken.
          if (resetSince) return true;
          everLost ||= unreadS * maxW * 1.5 >= range;
          counter.advance(raw, t);
          unreadS = 0;
          expect(counter.lowJ).toBeLessThanOrEqual(truth);
          expect(counter.highJ).toBeGreaterThanOrEqual(truth);
          if (!everLost) expect([counter.lowJ, counter.highJ]).toEqual([truth, truth]);
        }
        return true;
      },
    ),
  );
});

test('a counter that never wraps: a fall is a reset, of which what was counted since is sure', () => {
  const counter = new Counter({ stepJ: 0.001, range: Number.POSITIVE_INFINITY, maxW: 700 });
  counter.start(9_000_000, 0);
  counter.advance(9_500_000, 1);
  counter.advance(200_000, 2);
  expect(counter.last).toBe('reset');
  expect(counter.lowJ).toBeCloseTo(700, 9);
  expect(counter.highJ).toBeCloseTo(500 + 700 * 1.5, 9);
});

test('of unknown range a fall may be a wrap: at least the new reading was used', () => {
  const counter = new Counter({ stepJ: 1e-6, range: undefined, maxW: 200 });
  counter.start(65_000_000_000, 0);
  counter.advance(30_000_000, 1);
  expect([counter.lowJ, counter.highJ, counter.last]).toEqual([30, 300, 'bounded']);
});

test('a jump beyond what the device can draw is never summed', () => {
  const counter = new Counter({ stepJ: 1, range: 1_000_000, maxW: 100 });
  counter.start(10, 0);
  counter.advance(900_000, 1);
  expect([counter.lowJ, counter.highJ, counter.last]).toEqual([0, 150, 'reset']);
});

test('asks to be read twice in each wrap at full power', () => {
  const range = 65_532_610_987;
  const counter = new Counter({ stepJ: 1e-6, range, maxW: 280 });
  expect(counter.pollWithinS).toBeLessThan((range * 1e-6) / 280 / 2);
});

test('a fall to more than can have been counted since is no reset to zero: nothing is sure of it', () => {
  const counter = new Counter({ stepJ: 1, range: Number.POSITIVE_INFINITY, maxW: 100 });
  counter.start(900_000, 0);
  counter.advance(500_000, 1);
  expect([counter.lowJ, counter.highJ]).toEqual([0, 150]);
});
