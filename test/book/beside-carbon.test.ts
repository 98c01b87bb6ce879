import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { footprintIn } from '../../src/book/footprint-in-scope.ts';
import type { MachineEvent } from '../../src/book/journal-event.ts';
import { rowOf } from '../../src/book/index-row.ts';
import { recordComplaint } from '../../src/book/record-shape.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { component, end, ID, lines, machine, sample, sourced, start } from './events.ts';

const CPU = component('cpu');
const price = { ...sourced(0.3, 'EUR/kWh'), currency: 'EUR' };
const wue = sourced(0.2, 'L/kWh', { errors: { 'wue:aws': 0.5 } });
const market = sourced(30, 'g/kWh', { id: 'given.market' });

/** A run that used `joules` of the machine's, half of them its own, at a PUE of 1.5 and 400 g/kWh. */
function recordOf(wishes: Partial<MachineEvent>, joules = 7.2e6, parentId?: string): RunRecord {
  const run = new RunReducer(ID);
  const events = [
    start(parentId === undefined ? {} : { parentId }),
    machine([CPU], wishes),
    sample([joules], [0], [0.5], [1]),
    { ...end(), sha256: '' },
  ];
  for (const line of lines(events)) run.apply(line);
  return run.record();
}

describe('beside operational carbon', () => {
  const { carbon, cost, water } = recordOf({ price, wue, market });

  test('water: energy at the wall × WUE, without the PUE', () => {
    expect(water?.total).toMatchObject({ value: expect.closeTo(1 * 0.2, 12) as number, unit: 'L' });
    expect(water?.total.errors['wue:aws']).toBeCloseTo(0.5, 9);
    expect(water?.wue).toEqual(wue);
  });

  test('cost: energy of the facility × price', () => {
    expect(cost?.total).toMatchObject({ value: expect.closeTo(1.5 * 0.3, 12) as number, unit: 'EUR' });
  });

  test('market-based carbon stands beside the location-based, which does not change', () => {
    expect(carbon.market?.operational.value).toBeCloseTo(1.5 * 30, 9);
    expect(carbon.market?.intensity).toEqual(market);
    expect(carbon.operational).toEqual(recordOf({}).carbon.operational);
    expect(carbon.operational.value).toBeCloseTo(1.5 * 400, 9);
  });

  test('green electricity by contract is 0 there and nowhere else', () => {
    const green = recordOf({ market: sourced(0, 'g/kWh') }).carbon;
    expect(green.market?.operational).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(green.operational.value).toBeGreaterThan(0);
  });

  test('what is not known is left out, and the rest of the record is what it was', () => {
    const plain = recordOf({});
    expect(plain).not.toHaveProperty('water');
    expect(plain).not.toHaveProperty('cost');
    expect(plain.carbon).not.toHaveProperty('market');
    const { water: _w, cost: _c, carbon: withMarket, ...rest } = recordOf({ price, wue, market });
    const { market: _m, ...same } = withMarket;
    expect({ ...rest, carbon: same }).toEqual(plain);
  });

  test('all of them are known no better than the energy, and grow with it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
        fc.integer({ min: 2, max: 9 }),
        (joules, n) => {
          const [one, many] = [
            recordOf({ price, wue, market }, joules),
            recordOf({ price, wue, market }, joules * n),
          ];
          for (const of of [
            (run: RunRecord) => run.water?.total,
            (run: RunRecord) => run.cost?.total,
            (run: RunRecord) => run.carbon.market?.operational,
          ]) {
            const [a, b] = [of(one), of(many)];
            expect((b?.value ?? 0) / (a?.value ?? 1)).toBeCloseTo(n, 6);
            expect(a?.errors['model:h1']).toBeGreaterThanOrEqual(0.0999);
            expect(a?.low).toBeLessThan(a?.value ?? 0);
            expect(a?.high).toBeGreaterThan(a?.value ?? Infinity);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a nested run has its inclusive part of water and money, and none of the making of the machine', () => {
    const embodied = { total: sourced(1000, 'g'), lifetimeS: 100 };
    const nested = recordOf({ price, wue, embodied }, 7.2e6, 'PARENT');
    expect(nested.water?.total.value).toBeCloseTo(0.2, 12);
    expect(nested.carbon.embodied.value).toBe(0);
    expect(nested.carbon).not.toHaveProperty('embodiedBasis');
    expect(recordOf({ embodied }).carbon.embodiedBasis).toEqual(embodied);
  });
});

describe('in the scope of the headline', () => {
  const record = recordOf({ price, wue, market });

  test('attributed is what the record says', () => {
    expect(footprintIn(record, 'attributed')).toEqual({
      operational: record.carbon.operational,
      market: record.carbon.market?.operational,
      water: record.water?.total,
      cost: record.cost?.total,
    });
  });

  test('the whole machine has the carbon, the water and the cost of the whole machine', () => {
    const { operational, market: bought, water, cost } = footprintIn(record, 'machine');
    expect(operational.value).toBeCloseTo(2 * 1.5 * 400, 9);
    expect(bought?.value).toBeCloseTo(2 * 1.5 * 30, 9);
    expect(water).toMatchObject({ value: expect.closeTo(2 * 0.2, 12) as number, unit: 'L' });
    expect(cost).toMatchObject({ value: expect.closeTo(2 * 1.5 * 0.3, 12) as number, unit: 'EUR' });
  });
});

describe('a row of the index', () => {
  test('has them flat', () => {
    const m = machine([CPU]).machine;
    const row = rowOf(
      recordOf({ price, wue, market, machine: { ...m, cloud: 'aws', cloudRegion: 'eu-west-3' } }),
      'p',
    );
    expect(row).toMatchObject({
      waterL: expect.closeTo(0.2, 12) as number,
      cost: expect.closeTo(0.45, 12) as number,
      currency: 'EUR',
      marketG: expect.closeTo(45, 9) as number,
      intensityGPerKwh: 400,
      co2Kind: 'average, life-cycle',
      zone: 'FRA',
      zoneName: 'France',
      cloud: 'aws:eu-west-3',
    });
    expect(row.waterLowL).toBeLessThan(row.waterL ?? 0);
    expect(row.costHigh).toBeGreaterThan(row.cost ?? 1);
  });

  test('of a record that an older version wrote says nothing that it does not know', () => {
    const old = JSON.parse(JSON.stringify(recordOf({}))) as RunRecord;
    expect(rowOf({ ...old, carbon: { ...old.carbon, intensity: null } }, 'p')).toMatchObject({
      waterL: null,
      waterLowL: null,
      cost: null,
      currency: null,
      marketG: null,
      intensityGPerKwh: null,
      co2Kind: null,
      cloud: null,
      zoneName: null,
    });
  });

  test('of a file that holds something else in their place is none: it is said what is missing', () => {
    const whole = JSON.parse(JSON.stringify(recordOf({ price, wue, market }))) as RunRecord;
    expect(recordComplaint(whole, ID)).toBeUndefined();
    const complaint = (changes: object): string | undefined => recordComplaint({ ...whole, ...changes }, ID);
    expect(complaint({ water: { total: 3 } })).toBe('It has no water.total.');
    expect(complaint({ cost: {} })).toBe('It has no cost.total.');
    expect(complaint({ cost: { total: whole.cost?.total } })).toBe('It has no cost.price.');
    expect(complaint({ carbon: { ...whole.carbon, market: true } })).toBe(
      'It has no carbon.market.operational.',
    );
    const intensity = { ...whole.carbon.intensity, zoneName: 7 };
    expect(complaint({ carbon: { ...whole.carbon, intensity } })).toBe(
      'Its carbon.intensity.zoneName is no text.',
    );
  });

  test('without them, however that is written, is a row', () => {
    const whole = recordOf({ price, wue, market });
    for (const none of [null, undefined]) {
      const carbon = { ...whole.carbon, market: none, intensity: none };
      const without = { ...whole, water: none, cost: none, carbon };
      expect(recordComplaint(without, ID)).toBeUndefined();
      expect(rowOf(without as unknown as RunRecord, 'p')).toMatchObject({
        waterL: null,
        cost: null,
        zone: null,
        co2Kind: null,
      });
    }
  });
});
