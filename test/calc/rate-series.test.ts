import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanRate, readRates } from '../../src/calc/rate-series.ts';

const at = (minutes: number): number => Date.parse('2020-07-01T00:00Z') + minutes * 60_000;
const stepsOf = (rates: readonly number[]) => rates.map((gPerKwh, i) => ({ startMs: at(5 * i), gPerKwh }));
const rates = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 2, maxLength: 50 });

describe('the mean of a series of rates', () => {
  it('is Σ E_t · MOER_t over Σ E_t for a job that draws evenly', () => {
    fc.assert(
      fc.property(rates, (values) => {
        const mean = meanRate(stepsOf(values), undefined, (values.length * 5) / 60);
        const expected = values.reduce((a, b) => a + b, 0) / values.length;
        expect(mean.ok && Math.abs(mean.value - expected) <= 1e-9 * Math.max(1, expected)).toBe(true);
      }),
    );
  });

  it('of a job cut in two is the mean of its parts', () => {
    fc.assert(
      fc.property(rates, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (values, part) => {
        const hours = (values.length * 5) / 60;
        const first = meanRate(stepsOf(values), at(0), hours * part);
        const second = meanRate(stepsOf(values), at(hours * 60 * part), hours * (1 - part) - 1e-9);
        const whole = meanRate(stepsOf(values), at(0), hours);
        if (!first.ok || !second.ok || !whole.ok) throw new Error('not covered');
        expect(first.value * part + second.value * (1 - part)).toBeCloseTo(whole.value, 4);
      }),
    );
  });

  it('takes a part of a step by its time, and never what is not covered', () => {
    const steps = stepsOf([100, 400]);
    expect(meanRate(steps, at(4), 2 / 60)).toEqual({ ok: true, value: 250 });
    expect(meanRate(steps, at(-1), 2 / 60)).toMatchObject({ ok: false, error: { code: 'E_USAGE' } });
    expect(meanRate(steps, at(9), 2 / 60)).toMatchObject({ ok: false });
  });
});

describe('a file of rates', () => {
  it.each([
    ['time,g_per_kwh\n2020-07-01T00:00Z,100\n2020-07-01T00:05Z,200\n', [100, 200]],
    ['point_time,lbs_co2_per_mwh\n2020-07-01T00:00Z,1000\n2020-07-01T00:05Z,0\n', [453.59237, 0]],
    ['time,kg_per_kwh\r\n2020-07-01T00:00Z,0.4\r\n2020-07-01T01:00Z,0.5\r\n', [400, 500]],
  ])('is read with the unit of its header', (text, expected) => {
    const steps = readRates(text, 'rates.csv');
    expect(steps.ok && steps.value.map(({ gPerKwh }) => Number(gPerKwh.toFixed(6)))).toEqual(expected);
  });

  it.each([
    'time,g\n',
    'time,g\nnever,1\n2020-07-01T00:05Z,2\n',
    'time,g\n2020-07-01T00:05Z,1\n2020-07-01T00:00Z,2\n',
    'time,g\n2020-07-01T00:00Z,-1\n2020-07-01T00:05Z,2\n',
    'time,g\n2020-07-01T00:00Z,\n2020-07-01T00:05Z,2\n',
  ])('that is none says where', (text) => {
    expect(readRates(text, 'rates.csv')).toMatchObject({
      ok: false,
      error: { code: 'E_PARAMS', at: { file: 'rates.csv' } },
    });
  });
});
