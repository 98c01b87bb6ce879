import { describe, expect, it } from 'vitest';
import { answerRow } from '../../src/calc/batch/answer-row.ts';
import { checkRequest, EMPTY_REQUEST } from '../../src/calc/check-request.ts';
import { printCarbon, printEnergy } from '../../src/units/format.ts';
import { gramsOf, knowledge, kwhOf, resultOf } from './requests.ts';

/** What the ML CO2 Impact calculator does wrong, found by running its own code; each must not be so here. */
describe('faults of the calculator of 2019', () => {
  const t4 = { text: 'T4', power: { watts: 70, kind: 'limit' } } as const;
  const given = (gPerKwh: number) => ({ gPerKwh, said: 'given' });

  it.each([16, 34.5, 47, 105, 20.3])('an intensity of %s g/kWh is not rounded', (g) => {
    expect(gramsOf({ totalPowerW: 300, hours: 100, pue: 1, intensity: given(g) })).toBeCloseTo(30 * g, 9);
  });

  it('what another region would emit and what it emits when it is chosen are one number', () => {
    const job = { accelerators: [{ text: '4xV100' }], hours: 100, pue: 1.1 } as const;
    const here = resultOf({ ...job, region: 'gcp:us-central1' });
    if (here.place === undefined) throw new Error('the region is not known');
    const [best] = knowledge.greener(here.energy.estimate, here.place, 360_000);
    if (best === undefined) throw new Error('nothing is greener than Iowa');
    expect(gramsOf({ ...job, region: best.place.id })).toBeCloseTo(best.carbon.value ?? Number.NaN, 6);
  });

  it('a small job is not zero and breaks nothing: T4, one hour, 47 g/kWh prints 3.29 g', () => {
    const grams = gramsOf({ accelerators: [t4], hours: 1, pue: 1, intensity: given(47) });
    expect(printCarbon(grams)).toBe('3.29 g');
  });

  it('six minutes on a T4 are 7 Wh, not 10', () => {
    expect(printEnergy(kwhOf({ accelerators: [t4], hours: 0.1, pue: 1 }) * 3.6e6)).toBe('7.00 Wh');
  });

  it('electricity without carbon is zero carbon, and 60 kg is 60 kg', () => {
    expect(gramsOf({ accelerators: [t4], hours: 1, pue: 1, intensity: given(0) })).toBe(0);
    expect(printCarbon(gramsOf({ totalPowerW: 1000, hours: 60, pue: 1, intensity: given(1000) }))).toBe(
      '60.0 kg',
    );
  });

  it.each([
    ['no number', Number.NaN],
    ['below zero', -5],
    ['zero', 0],
    ['infinite', Number.POSITIVE_INFINITY],
  ])('hours that are %s are refused', (_, hours) => {
    expect(checkRequest({ ...EMPTY_REQUEST, totalPowerW: 100, hours })).toMatchObject({ code: 'E_USAGE' });
  });

  it('devices are counted, and the PUE is', () => {
    const one = kwhOf({ accelerators: [{ text: 'V100' }], hours: 10, pue: 1 });
    expect(kwhOf({ accelerators: [{ text: 'V100', count: 8 }], hours: 10, pue: 1.5 })).toBeCloseTo(
      one * 8 * 1.5,
      9,
    );
  });

  it('TPUs and GPUs mean the same layer: at the wall both have their part of the machine', () => {
    for (const text of ['TPU v3', 'V100']) {
      const board = kwhOf({ accelerators: [{ text }], hours: 10, scope: 'gpu' });
      expect(kwhOf({ accelerators: [{ text }], hours: 10, scope: 'wall' }), text).toBeGreaterThan(board);
    }
  });

  it('what a provider has offset is not taken off', () => {
    const inputs = { energy_kwh: 10, intensity_g_per_kwh: 500, provider: 'gcp', offset_pct: 100 };
    const row = answerRow({ id: 'x', inputs }, { method: 'joulebook', scope: 'facility' }, knowledge);
    expect(row.kgco2e).toBe(5);
    expect(row.note).toContain('not subtracted');
  });
});
