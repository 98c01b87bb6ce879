import { describe, expect, it } from 'vitest';
import type { EpochRecord } from '../../../src/book/run-record.ts';
import { estimate, written } from '../../../src/units/estimate.ts';
import { groupEpochs, marginal, outliers } from '../../../web/pages/run/epochs/epoch-facts.ts';

function epoch(
  n: number,
  joules: number | null,
  metrics: Readonly<Record<string, number>> = {},
): EpochRecord {
  const energy =
    joules === null
      ? { value: null, low: 0, high: 9, unit: 'J', errors: {} }
      : written(estimate(joules, {}), 'J');
  return { n, attributed: energy, active: energy, durationS: 2, metrics };
}

describe('epochs', () => {
  it('are drawn one by one, or by their mean where there are too many', () => {
    const epochs = Array.from({ length: 10 }, (_, i) => epoch(i + 1, i + 1, { acc: i / 10 }));
    expect(groupEpochs(epochs, 'acc', 10)).toHaveLength(10);
    const groups = groupEpochs(epochs, 'acc', 4);
    expect(groups.map(({ from, to, joules, metric }) => [from, to, joules, metric])).toEqual([
      [1, 3, 2, 0.2],
      [4, 6, 5, 0.5],
      [7, 9, 8, 0.8],
      [10, 10, 10, 0.9],
    ]);
  });

  it('have no energy together where one of them is not known', () => {
    expect(groupEpochs([epoch(1, 5), epoch(2, null)], undefined, 1)[0]?.joules).toBeNull();
  });

  it('stand apart only where they are far from what is usual', () => {
    expect(outliers([10, 10.2, 9.9, 10.1, 25, 10])).toEqual([false, false, false, false, true, false]);
    expect(outliers([10, 10, 10, 10, 10.5])).toEqual([false, false, false, false, false]);
    expect(outliers([1, 100])).toEqual([false, false]);
    expect(outliers([1, null, 1, 1, 1, 9])).toEqual([false, false, false, false, false, true]);
  });

  it('cost for each improvement what lay since the last one', () => {
    const { steps, step } = marginal(
      [epoch(1, 100, { acc: 0.5 }), epoch(2, 100, { acc: 0.4 }), epoch(3, 100, { acc: 0.7 })],
      'acc',
      'maximize',
    );
    expect(step).toBe(0.01);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ fromEpoch: 1, toEpoch: 3, joules: 200 });
    expect(steps[0]?.joulesPerStep).toBeCloseTo(10, 6);
  });

  it('go down where less is better, and count by one where values are no parts of one', () => {
    const { steps, step } = marginal(
      [epoch(1, 10, { loss: 5 }), epoch(2, 10, { loss: 3 })],
      'loss',
      'minimize',
    );
    expect(step).toBe(1);
    expect(steps[0]?.joulesPerStep).toBeCloseTo(5, 6);
  });

  it('tell when nearly all was reached, and what was spent after it', () => {
    const epochs = [0.5, 0.8, 0.9, 0.9001, 0.9, 0.9, 0.9, 0.9].map((acc, i) => epoch(i + 1, 10, { acc }));
    const { plateau } = marginal(epochs, 'acc', 'maximize');
    expect(plateau).toMatchObject({ epoch: 3, joulesAfter: 50 });
    expect(plateau?.shareAfter).toBeCloseTo(5 / 8, 9);
    expect(marginal(epochs.slice(0, 2), 'acc', 'maximize').plateau).toBeUndefined();
    expect(marginal([], 'acc', 'maximize')).toMatchObject({ steps: [], plateau: undefined });
  });
});
