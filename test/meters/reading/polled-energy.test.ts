import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PolledEnergy } from '../../../src/meters/reading/polled-energy.ts';

const OPTIONS = { maxW: 100, holdS: 5 };

test('a hole gives bounds from the last reading to the first one after it', () => {
  const energy = new PolledEnergy(OPTIONS);
  energy.start(0);
  energy.reading(50, 0);
  energy.reading(50, 1);
  energy.reading(Number.NaN, 2);
  expect(energy.take(2)).toEqual([50, 150]);
  energy.reading(50, 3);
  energy.reading(50, 4);
  expect(energy.take(4)).toEqual([50, 150]);
});

test('a power that cannot be read from the start is bounds', () => {
  const energy = new PolledEnergy(OPTIONS);
  energy.start(10);
  energy.reading(Number.NaN, 10);
  expect(energy.take(12)).toEqual([0, 200]);
  energy.reading(20, 13);
  energy.reading(20, 14);
  expect(energy.take(14)).toEqual([20, 120]);
});

test('what was held over is not taken back, and what was handed over is not handed over again', () => {
  const energy = new PolledEnergy(OPTIONS);
  energy.start(0);
  energy.reading(40, 0);
  expect(energy.take(2)).toEqual([80, 80]);
  energy.reading(Number.NaN, 3);
  expect(energy.take(3)).toEqual([0, 100]);
  expect(energy.take(3)).toEqual([0, 0]);
});

test('whatever fails, the bounds hold a constant power and are tight where it was read', () => {
  const step = fc.record({
    dt: fc.constantFrom(0.5, 1, 2),
    isRead: fc.boolean(),
    isTaken: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 0, max: 100 }),
      (steps, watts) => {
        const energy = new PolledEnergy(OPTIONS);
        let now = 0;
        let low = 0;
        let high = 0;
        let unreadS = 0;
        let lastReadS = 0;
        energy.start(0);
        energy.reading(watts, 0);
        for (const { dt, isRead, isTaken } of steps) {
          now += dt;
          energy.reading(isRead ? watts : Number.NaN, now);
          if (isRead) lastReadS = now;
          else if (isTaken) unreadS += now - lastReadS;
          if (!isTaken) continue;
          const [lowJ, highJ] = energy.take(now);
          expect(lowJ).toBeGreaterThanOrEqual(0);
          expect(highJ).toBeGreaterThanOrEqual(lowJ);
          low += lowJ;
          high += highJ;
        }
        const [lastLow, lastHigh] = energy.take(now);
        low += lastLow;
        high += lastHigh;
        const truth = watts * now;
        expect(low).toBeLessThanOrEqual(truth * (1 + 1e-9));
        expect(high).toBeGreaterThanOrEqual(truth * (1 - 1e-9));
        const isWhole = steps.every(({ isRead }) => isRead);
        if (isWhole) expect(high - low).toBeLessThanOrEqual(1e-9 * truth);
        else expect(high).toBeLessThanOrEqual(OPTIONS.maxW * now + 1e-9);
        expect(unreadS).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
