import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimelineAnswer } from '../../../web/pages/run/power/power-answer.ts';
import { progressOf } from '../../../web/pages/run/power/progress.ts';

function timelineOf(
  epochs: readonly (readonly [atS: number, n: number])[],
  steps: readonly (readonly [atS: number, step: number])[] = [],
): TimelineAnswer {
  return {
    stages: [],
    epochs: epochs.map(([atS, n]) => ({ atS, n })),
    metrics: steps.map(([atS, step]) => ({ atS, step, values: {} })),
    total: { stages: 0, epochs: epochs.length, metrics: steps.length },
  };
}

describe('what a run counted over its time', () => {
  test('goes straight from report to report, from nothing at its beginning', () => {
    const progress = progressOf(
      timelineOf([
        [30, 1],
        [50, 2],
        [90, 3],
      ]),
      'epoch',
    );
    expect([0, 15, 30, 40, 90].map((s) => progress?.at(s))).toEqual([0, 0.5, 1, 1.5, 3]);
    expect([0, 1, 2.5].map((n) => progress?.timeAt(n))).toEqual([0, 30, 70]);
    expect(progress?.toS).toBe(90);
  });

  test('of epochs counted from zero the first began before it', () => {
    const progress = progressOf(
      timelineOf([
        [10, 0],
        [20, 1],
      ]),
      'epoch',
    );
    expect([progress?.at(0), progress?.at(10), progress?.at(20)]).toEqual([-1, 0, 1]);
  });

  test('begins at its checkpoint where it went on from one, and passes over what went back', () => {
    const progress = progressOf(
      timelineOf(
        [],
        [
          [10, 1100],
          [20, 1200],
          [30, 1150],
          [40, 1300],
        ],
      ),
      'step',
    );
    expect([progress?.at(0), progress?.at(40), progress?.passedOver]).toEqual([1000, 1300, 1]);
  });

  test('rises to one report below zero, and to one of a part of a step', () => {
    const below = progressOf(timelineOf([[10, -1]]), 'epoch');
    expect([below?.at(0), below?.at(10)]).toEqual([-2, -1]);
    const half = progressOf(timelineOf([], [[10, 0.5]]), 'step');
    expect([half?.at(0), half?.at(10)]).toEqual([0, 0.5]);
  });

  test('is not known where nothing was reported', () => {
    expect(progressOf(undefined, 'step')).toBeUndefined();
    expect(progressOf(timelineOf([[1, 1]]), 'step')).toBeUndefined();
    expect(progressOf(timelineOf([[0, 1]]), 'epoch')).toBeUndefined();
  });

  test('only rises, and its way back is its way there, whatever is reported', () => {
    const reports = fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: -5, max: 1000 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        reports,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 }),
        (told, parts) => {
          const sorted = told.toSorted((a, b) => a[0] - b[0]);
          const progress = progressOf(timelineOf(sorted), 'epoch');
          if (progress === undefined) return;
          const times = parts.map((part) => part * progress.toS).toSorted((a, b) => a - b);
          const counts = times.map(progress.at);
          for (const [i, count] of counts.entries()) {
            expect(count).toBeGreaterThanOrEqual((counts[i - 1] ?? count) - 1e-9);
            expect(progress.timeAt(count)).toBeCloseTo(times[i] ?? 0, 3);
          }
        },
      ),
    );
  });
});
