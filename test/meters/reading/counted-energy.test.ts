import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CountedEnergy } from '../../../src/meters/reading/counted-energy.ts';

const MAX_W = 100;

test('a hole without a reading is counted exactly when the counter went on', () => {
  const energy = new CountedEnergy({ stepJ: 1, range: Number.POSITIVE_INFINITY, maxW: MAX_W });
  energy.start(1000, 0);
  energy.reading(1010, 1);
  energy.reading(Number.NaN, 2);
  energy.reading(1050, 3);
  expect(energy.take(3)).toEqual([50, 50]);
});

test('what is handed over in a hole is bounds, and what the counter then proves is counted in full', () => {
  const energy = new CountedEnergy({ stepJ: 1, range: Number.POSITIVE_INFINITY, maxW: MAX_W });
  energy.start(0, 0);
  energy.reading(20, 1);
  energy.reading(Number.NaN, 2);
  expect(energy.take(2)).toEqual([20, 20 + 150]);
  energy.reading(200, 3); // 180 J in two seconds; 150 of the high end were handed over already
  expect(energy.take(3)).toEqual([180, 180]);
});

test('a counter that cannot be read at the start gives bounds until it can', () => {
  const energy = new CountedEnergy({ stepJ: 1, range: undefined, maxW: MAX_W });
  energy.start(Number.NaN, 0);
  expect(energy.take(1)).toEqual([0, 150]);
  energy.reading(5000, 2);
  expect(energy.take(2)).toEqual([0, 150]);
  energy.reading(5010, 3);
  expect(energy.take(3)).toEqual([10, 10]);
});

test('a counter that may have begun anew in a hole gives bounds, though it stands higher than before', () => {
  const energy = new CountedEnergy({ stepJ: 1, range: Number.POSITIVE_INFINITY, maxW: MAX_W });
  energy.start(10, 0);
  energy.reading(Number.NaN, 1);
  energy.reading(20, 2); // 10 J, or up to 280 before it began anew and 20 since
  expect(energy.take(2)).toEqual([10, 300]);
});

test('a fall to a value that cannot have been counted since is no certainty', () => {
  const energy = new CountedEnergy({ stepJ: 1, range: Number.POSITIVE_INFINITY, maxW: MAX_W });
  energy.start(1_000_000, 0);
  energy.reading(999_000, 1);
  expect(energy.take(1)).toEqual([0, 150]);
});

test('a total that its driver extends never wraps when it falls', () => {
  const options = { stepJ: 1, range: 1000, maxW: MAX_W };
  const wrapping = new CountedEnergy(options);
  const extended = new CountedEnergy({ ...options, isExtendedByDriver: true });
  for (const energy of [wrapping, extended]) {
    energy.start(990, 0);
    energy.reading(50, 1);
  }
  expect(wrapping.take(1)).toEqual([60, 60]);
  expect(extended.take(1)).toEqual([0, 150]);
});

test('a total that its driver extends may have lost whole ranges in a long silence', () => {
  const energy = new CountedEnergy({ stepJ: 1, range: 1000, maxW: MAX_W, isExtendedByDriver: true });
  energy.start(0, 0);
  energy.reading(500, 20);
  expect(energy.take(20)).toEqual([500, 2500]);
});

test.each([
  ['goes on through sleep', 1100 + 20],
  ['begins at zero at waking', 0],
])('a counter that %s is counted with the energy of the sleep, once', (_, atWaking) => {
  const energy = new CountedEnergy({ stepJ: 1, range: Number.POSITIVE_INFINITY, maxW: MAX_W });
  energy.start(1000, 0);
  energy.reading(1100, 1);
  energy.sleep(2, 6);
  expect(energy.take(6)).toEqual([110, 110]);
  energy.sleep(2, 11);
  expect(energy.take(11)).toEqual([10, 10]);
  energy.reading(atWaking + 30, 12); // it slept 10 s at 2 W, then woke and used 30 J
  expect(energy.take(12)).toEqual([30, 30]);
  energy.reading(atWaking + 130, 13);
  expect(energy.take(13)).toEqual([100, 100]);
});

/** A device as it is, and a counter that shows it. */
type Event =
  | { readonly kind: 'use'; readonly part: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hide' | 'show' | 'take' };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('use' as const),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reset' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('hide' as const, 'show' as const, 'take' as const) }),
  },
);

test('whatever happens, the bounds hold the truth, and it is exact where nothing was lost', () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 60 }),
      fc.boolean(),
      fc.nat(4999),
      (events, knowsRange, first) => {
        const range = 5000;
        const energy = new CountedEnergy({
          stepJ: 1,
          range: knowsRange ? range : Number.POSITIVE_INFINITY,
          maxW: MAX_W,
        });
        let now = 0;
        let counter = first;
        let truth = 0;
        let low = 0;
        let high = 0;
        let isHidden = false;
        let wasHidden = false;
        let isExact = true;
        let holeS = 0;
        energy.start(counter, now);
        const take = (): void => {
          const [lowJ, highJ] = energy.take(now);
          expect(lowJ).toBeGreaterThanOrEqual(0);
          expect(highJ).toBeGreaterThanOrEqual(lowJ);
          low += lowJ;
          high += highJ;
        };
        for (const { kind, ...rest } of events) {
          if (kind === 'use') {
            const used = Math.floor((rest as { part: number }).part * MAX_W);
            now += 1;
            truth += used;
            counter += used;
            if (knowsRange) counter %= range;
            holeS += 1;
          } else if (kind === 'reset') {
            if (knowsRange && !wasHidden) continue; // near the end of its range it would look like a wrap
            counter = 0;
            isExact = false;
          } else if (kind === 'hide') isHidden = true;
          else if (kind === 'show') isHidden = false;
          // A hole that may hide a wrap, or one in which something was handed over, leaves bounds.
          if (isHidden && kind === 'take') isExact = false;
          if (holeS * MAX_W * 1.5 >= range) isExact = false;
          if (!isHidden) {
            // It may have begun anew while it was hidden.
            if (wasHidden && counter <= holeS * MAX_W * 1.5) isExact = false;
            holeS = 0;
          }
          wasHidden = isHidden;
          energy.reading(isHidden ? Number.NaN : counter, now);
          if (kind === 'take') take();
        }
        if (wasHidden && counter <= holeS * MAX_W * 1.5) isExact = false;
        energy.reading(counter, now);
        take();
        expect(low).toBeLessThanOrEqual(truth + 1e-9);
        expect(high).toBeGreaterThanOrEqual(truth - 1e-9);
        if (isExact) expect([low, high]).toEqual([truth, truth]);
      },
    ),
    { numRuns: 2000 },
  );
});
