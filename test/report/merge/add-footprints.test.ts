import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CarbonRecord, RunRecord } from '../../../src/book/run-record.ts';
import { mergeRuns } from '../../../src/report/merge/merge-runs.ts';
import { estimate, written } from '../../../src/units/estimate.ts';
import type { Sourced } from '../../../src/units/sourced.ts';
import { aRecord } from '../../book/a-record.ts';

const constant = (value: number, unit: string, source = 'a test'): Sourced => {
  return { value, low: value, high: value, unit, errors: {}, id: `c:${value}`, source };
};

/** A run of one kWh at the wall and in the facility, with its footprints. */
function node(
  hostId: string,
  wishes: {
    readonly litres?: number;
    readonly price?: number;
    readonly currency?: string;
    readonly market?: number;
    readonly basis?: 'average' | 'marginal';
  } = {},
): RunRecord {
  const { litres, price, currency = 'EUR', market, basis = 'average' } = wishes;
  const record = aRecord({ hostId });
  const kWh = written(estimate(3.6e6, { [`model:${hostId}`]: 0.1 }), 'J');
  const layer = { attributed: kWh, active: kWh, machine: kWh };
  const carbon: CarbonRecord = {
    ...record.carbon,
    intensity: {
      ...constant(400, 'g/kWh'),
      zone: 'DEU',
      zoneName: 'Germany',
      basis,
      boundary: 'life-cycle',
      zoneFrom: 'option',
    },
    ...(market === undefined
      ? {}
      : {
          market: {
            operational: written(estimate(market, { [`model:${hostId}`]: 0.1 }), 'g'),
            intensity: constant(market, 'g/kWh', `contract of ${hostId}`),
          },
        }),
  };
  return {
    ...record,
    carbon,
    energy: { ...record.energy, chips: layer, wall: layer, facility: layer },
    ...(litres === undefined
      ? {}
      : {
          water: {
            total: written(estimate(litres, { [`model:${hostId}`]: 0.1 }), 'L'),
            wue: constant(litres, 'L/kWh'),
          },
        }),
    ...(price === undefined
      ? {}
      : {
          cost: {
            total: written(estimate(price, { [`model:${hostId}`]: 0.1 }), currency),
            price: constant(price, `${currency}/kWh`),
          },
        }),
  };
}

const sumOf = (...runs: RunRecord[]) => mergeRuns(runs).figures;

describe('the sum of runs', () => {
  test('has the water and the money of all, with their errors by source', () => {
    const { water, cost } = sumOf(node('a', { litres: 2, price: 0.3 }), node('b', { litres: 1, price: 0.3 }));
    expect(water?.total).toMatchObject({ value: 3, unit: 'L' });
    expect(water?.total.errors['model:a']).toBeCloseTo((0.1 * 2) / 3, 9);
    expect(cost?.total).toMatchObject({ value: expect.closeTo(0.6, 12) as number, unit: 'EUR' });
    expect(cost?.price).toEqual(constant(0.3, 'EUR/kWh'));
  });

  test('where the constants differ, theirs is the mean by energy, and says of what', () => {
    const { water, cost, carbon } = sumOf(
      node('a', { litres: 2, price: 0.3, market: 10 }),
      node('b', { litres: 1, price: 0.1, market: 30 }),
    );
    expect(water?.wue).toMatchObject({
      value: expect.closeTo(1.5, 12) as number,
      unit: 'L/kWh',
      id: 'merged.wue',
    });
    expect(cost?.price).toMatchObject({ value: expect.closeTo(0.2, 12) as number, unit: 'EUR/kWh' });
    expect(carbon.market?.operational.value).toBeCloseTo(40, 9);
    expect(carbon.market?.intensity).toMatchObject({
      value: expect.closeTo(20, 9) as number,
      source: 'mean of the runs by their energy: contract of a; contract of b',
    });
  });

  test('one run without them, or money of another currency: no sum that would be taken for the whole', () => {
    expect(sumOf(node('a', { litres: 2 }), node('b'))).not.toHaveProperty('water');
    expect(sumOf(node('a', { price: 1 }), node('b'))).not.toHaveProperty('cost');
    expect(sumOf(node('a', { price: 1 }), node('b', { price: 1, currency: 'USD' }))).not.toHaveProperty(
      'cost',
    );
    expect(sumOf(node('a', { market: 1 }), node('b')).carbon).not.toHaveProperty('market');
  });

  test('of average and marginal carbon is said to be mixed', () => {
    const codes = (...runs: RunRecord[]) => sumOf(...runs).warnings.map(({ code }) => code);
    expect(codes(node('a'), node('b', { basis: 'marginal' }))).toEqual(['E_BASIS']);
    expect(codes(node('a'), node('b'))).toEqual([]);
  });

  test('is the sum of its parts, whatever they are', () => {
    const litres = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(litres, { minLength: 2, maxLength: 6 }), (all) => {
        const { water, cost } = sumOf(
          ...all.map((value, i) => node(`h${i}`, { litres: value, price: value })),
        );
        const expected = all.reduce((sum, value) => sum + value, 0);
        expect((water?.total.value ?? 0) / expected).toBeCloseTo(1, 9);
        expect((cost?.total.value ?? 0) / expected).toBeCloseTo(1, 9);
        expect((water?.wue.value ?? 0) * all.length).toBeCloseTo(expected, 6);
      }),
    );
  });
});
