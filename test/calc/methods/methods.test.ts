import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calculate } from '../../../src/calc/calculate.ts';
import { EMPTY_REQUEST } from '../../../src/calc/check-request.ts';
import { gramsOf, knowledge, kwhOf, resultOf } from '../requests.ts';

/** g of a pound. */
const LB = 453.59237;

describe('Strubell et al. 2019', () => {
  it('multiplies measured powers by 1.58 and 0.954 lb/kWh: Table 3, Transformer base', () => {
    const job = { method: 'strubell2019', totalPowerW: 1415.78, hours: 12 } as const;
    expect(Math.round(kwhOf(job))).toBe(27);
    expect(Math.round(gramsOf(job) / LB)).toBe(26);
  });

  it('NAS to the last digit: 656,347 kWh and 626,155 lb', () => {
    const job = { method: 'strubell2019', totalPowerW: 1515.43, hours: 274_120 } as const;
    expect(Math.round(kwhOf(job))).toBe(656_347);
    expect(Math.round(gramsOf(job) / LB)).toBe(626_155);
  });

  it('adds CPUs, memory and g GPUs: eq. 1', () => {
    const kwh = kwhOf({
      method: 'strubell2019',
      accelerators: [{ text: '', count: 8, power: { watts: 200, kind: 'mean' } }],
      cpu: { meanPowerW: 100 },
      memory: { meanPowerW: 20 },
      hours: 12,
    });
    expect(kwh).toBeCloseTo((1.58 * 12 * (100 + 20 + 8 * 200)) / 1000, 9);
  });

  it('says so where a power limit stands in for a measured power', () => {
    expect(
      resultOf({ method: 'strubell2019', accelerators: [{ text: 'P100' }], hours: 1 }).notes.join(),
    ).toContain('stands in');
  });
});

describe('Lacoste et al. 2019', () => {
  const csv = (name: string): string[][] =>
    readFileSync(new URL(`../../../data/calc/${name}`, import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));

  it('gives for all its hardware in all its regions what its own code gives', () => {
    const round2 = (value: number): number => Number(value.toFixed(2));
    let compared = 0;
    for (const [name = '', watts] of csv('lacoste2019_hardware.csv')) {
      for (const [provider = '', region = '', intensity] of csv('lacoste2019_regions.csv').filter(
        (_, i) => i % 9 === 0,
      )) {
        const energy = round2((Number(watts) * 100) / 1000);
        const kg = round2(energy * round2(Math.trunc(Number(intensity)) / 1000));
        if (energy === 0 || kg === 0) continue;
        const result = resultOf({
          method: 'lacoste2019',
          accelerators: [{ text: name, count: 1 }],
          hours: 100,
          provider,
          region,
        });
        expect(result.energy.estimate.value, `${name} ${region}`).toBeCloseTo(energy, 9);
        expect((result.carbon?.estimate.value ?? 0) / 1000, `${name} ${provider} ${region}`).toBeCloseTo(
          kg,
          9,
        );
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  it('says what its rounding hides', () => {
    const { notes, carbon } = resultOf({
      method: 'lacoste2019',
      accelerators: [{ text: 'Tesla V100-SXM2-32GB' }],
      hours: 100,
      provider: 'gcp',
      region: 'us-central1',
    });
    expect(carbon?.estimate.value).toBeCloseTo(17_100, 9);
    expect(notes.join()).toContain('unrounded 16.989 kg');
  });

  it('has no PUE, no utilisation and no CPU, and says that they are left out', () => {
    const { notes, pue } = resultOf({
      method: 'lacoste2019',
      accelerators: [{ text: 'A100 SXM4 80 GB' }],
      hours: 10,
      pue: 1.5,
      utilisation: 0.5,
      cpu: { cores: 4 },
      intensity: { gPerKwh: 100, said: 'given' },
    });
    expect(pue).toBeUndefined();
    expect(notes.join()).toMatch(/PUE of 1\.5 is not applied/);
    expect(notes.join()).toMatch(/the utilisation, the CPU/);
  });
});

describe('Lannelongue et al. 2021', () => {
  it('two hours on four cores with 16 GB are 85.60754 g', () => {
    const job = {
      method: 'lannelongue2021',
      cpu: { cores: 4 },
      memory: { gigabytes: 16 },
      hours: 2,
    } as const;
    expect(gramsOf(job)).toBeCloseTo(85.60754, 5);
  });

  it('the page as it opens: 12 cores of 7.5 W, 64 GB, 12 h, PUE 1.56', () => {
    expect(
      kwhOf({
        method: 'lannelongue2021',
        cpu: { cores: 12, text: 'Xeon E5-2683 v4' },
        memory: { gigabytes: 64 },
        hours: 12,
        pue: 1.56,
      }),
    ).toBeCloseTo(2.1310848, 7);
  });

  it('multiplies by the pragmatic scaling factor, and GPUs by their usage', () => {
    const kwh = kwhOf({
      method: 'lannelongue2021',
      accelerators: [{ text: 'NVIDIA Tesla V100', count: 2 }],
      memory: { gigabytes: 64 },
      utilisation: 0.9,
      hours: 10,
      pue: 1.67,
      runs: 5,
    });
    expect(kwh).toBeCloseTo((10 * (2 * 300 * 0.9 + 64 * 0.3725) * 1.67 * 5) / 1000, 9);
  });
});

describe('Patterson et al. 2021', () => {
  it('Transformer big on eight P100 in Iowa: 221 kWh, 105.5 kg gross, 17.7 kg net', () => {
    const result = resultOf({
      method: 'patterson2021',
      accelerators: [{ text: '8xP100', power: { watts: 296, kind: 'mean' } }],
      hours: 84,
      pue: 1.11,
      intensity: { gPerKwh: 478, said: 'given' },
      netIntensityGPerKwh: 80,
    });
    expect(Math.round(result.energy.estimate.value ?? 0)).toBe(221);
    expect(result.carbon?.estimate.value).toBeCloseTo(105_538.7, 0);
    expect(result.netCarbon?.estimate.value).toBeCloseTo(17_663.4, 0);
  });

  it.each([
    ['TPU v2', 221],
    ['TPU v3', 283],
    ['P100', 271],
    ['V100', 325],
  ])('takes the mean of Table 3 for %s', (text, watts) => {
    expect(
      kwhOf({ method: 'patterson2021', accelerators: [{ text, count: 4 }], hours: 10, pue: 1 }),
    ).toBeCloseTo((4 * 10 * watts) / 1000, 9);
  });

  it('has no power for others and says which it has', () => {
    const result = calculate(
      { ...EMPTY_REQUEST, method: 'patterson2021', accelerators: [{ text: 'H100' }], hours: 1 },
      knowledge,
    );
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'E_USAGE', why: expect.stringContaining('Table 3') as string },
    });
  });
});

describe('Dodge et al. 2022', () => {
  it('counts the GPUs alone: no host, no PUE', () => {
    const job = { accelerators: [{ text: 'V100', count: 8 }], hours: 36, pue: 1.5 } as const;
    const { energy, pue } = resultOf({ ...job, method: 'dodge2022' });
    expect(pue).toBeUndefined();
    expect(energy.estimate.value).toBeCloseTo(kwhOf({ ...job, scope: 'gpu' }), 9);
  });
});
