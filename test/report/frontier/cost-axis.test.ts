import { describe, expect, it } from 'vitest';
import { costAxis, costTick, costTicks } from '../../../src/report/frontier/cost-axis.ts';

describe('an axis of cost', () => {
  it('has ticks that are round in watt-hours, each with its unit', () => {
    const axis = costAxis('energy', '');
    const ticks = costTicks(axis, 3.6, 3.6e6, 7).map((joules) => costTick(axis, joules));
    expect(ticks).toEqual(['1 mWh', '10 mWh', '100 mWh', '1 Wh', '10 Wh', '100 Wh', '1 kWh']);
  });

  it('has ticks of minutes, hours and days', () => {
    const axis = costAxis('time', '');
    const ticks = costTicks(axis, 5, 100_000, 7).map((seconds) => costTick(axis, seconds));
    expect(ticks).toEqual(['10 s', '1 min', '10 min', '1 h', '10 h', '1 d']);
  });

  it('prints nothing that is not zero as zero', () => {
    expect(costAxis('energy', '').print(1e-4)).not.toMatch(/^0 /);
    expect(costAxis('cost', 'EUR').print(1e-5)).toContain('EUR');
    expect(costAxis('co2', '').withBand({ cost: 10, low: 8, high: 14 })).toBe('10 g (8–14)');
  });
});
