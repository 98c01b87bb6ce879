import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PowerIntegral } from '../../src/meters/power-integral.ts';

test('is the trapezoid of the readings, however often it is asked between them', () => {
  const step = fc.record({
    dt: fc.double({ min: 0.05, max: 3, noNaN: true }),
    watts: fc.double({ min: 0, max: 400, noNaN: true }),
    asked: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), (steps) => {
      const energy = new PowerIntegral({ maxW: 400, holdS: 5 });
      energy.start(0);
      let [t, truth, before, given] = [0, 0, Number.NaN, 0];
      const take = (at: number): void => {
        const [low, high] = energy.take(at);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low);
        given += low;
      };
      for (const { dt, watts, asked } of steps) {
        if (asked) take(t + dt / 2);
        t += dt;
        truth += dt * ((Number.isNaN(before) ? watts : before) + watts) * 0.5;
        energy.reading(watts, t);
        before = watts;
        take(t);
      }
      // What was held too high is not taken back at once but by what follows; it never exceeds one held stretch.
      expect(given).toBeGreaterThanOrEqual(truth - 1e-9 * (1 + truth));
      expect(given - truth).toBeLessThanOrEqual(400 * 3);
    }),
  );
});

test('a long silence has bounds and no value', () => {
  const energy = new PowerIntegral({ maxW: 300, holdS: 2 });
  energy.start(0);
  energy.reading(100, 0);
  energy.reading(100, 10);
  expect(energy.take(10)).toEqual([200, 2600]);
  expect(energy.take(11)).toEqual([100, 100]);
  expect(energy.take(20)).toEqual([100, 2500]); // one second held, and eight at 300 W
});

test('what was held at the beginning of a silence is not missed after it', () => {
  const energy = new PowerIntegral({ maxW: 300, holdS: 2 });
  energy.start(0);
  energy.reading(100, 0);
  energy.take(1.5);
  energy.reading(100, 10);
  energy.take(10);
  energy.reading(100, 11);
  expect(energy.take(11)).toEqual([100, 100]);
});
