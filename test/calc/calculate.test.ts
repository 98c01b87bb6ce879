import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumptionsOf } from '../../src/calc/assumptions.ts';
import { calcDerivation } from '../../src/calc/calc-result.ts';
import { calculate } from '../../src/calc/calculate.ts';
import { checkRequest, EMPTY_REQUEST } from '../../src/calc/check-request.ts';
import { formulaLines } from '../../src/calc/formula-text.ts';
import { sensitivities } from '../../src/calc/sensitivity.ts';
import type { Derivation } from '../../src/units/derivation.ts';
import { interval } from '../../src/units/estimate.ts';
import { gramsOf, knowledge, kwhOf, resultOf } from './requests.ts';

const part = fc.double({ min: 0.01, max: 1, noNaN: true });
const hours = fc.double({ min: 0.01, max: 1e5, noNaN: true });
const count = fc.integer({ min: 1, max: 4096 });

describe('a job', () => {
  it('twice as long, with twice the accelerators or run twice, uses twice the energy', () => {
    fc.assert(
      fc.property(hours, count, (time, n) => {
        const one = kwhOf({ accelerators: [{ text: 'A100', count: n }], hours: time });
        expect(kwhOf({ accelerators: [{ text: 'A100', count: n }], hours: 2 * time }) / one).toBeCloseTo(
          2,
          9,
        );
        expect(kwhOf({ accelerators: [{ text: 'A100', count: 2 * n }], hours: time }) / one).toBeCloseTo(
          2,
          9,
        );
        expect(kwhOf({ accelerators: [{ text: 'A100', count: n }], hours: time, runs: 2 }) / one).toBeCloseTo(
          2,
          9,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('of several lines is the sum of jobs of one line', () => {
    const wall = { hours: 10, scope: 'wall' } as const;
    const both = kwhOf({ ...wall, accelerators: [{ text: '8xH100' }, { text: '2xL4', hours: 3 }] });
    const apart =
      kwhOf({ ...wall, accelerators: [{ text: '8xH100' }] }) +
      kwhOf({ ...wall, accelerators: [{ text: '2xL4' }], hours: 3 });
    expect(both).toBeCloseTo(apart, 9);
  });

  it('draws more the busier it is, and each layer holds the one inside', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const at = (utilisation: number): number =>
          kwhOf({ accelerators: [{ text: 'H100' }], hours: 1, utilisation, scope: 'gpu' });
        expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)));
      }),
      { numRuns: 30 },
    );
    const job = {
      accelerators: [{ text: '4xA100' }],
      cpu: { text: 'EPYC 7763' },
      memory: { gigabytes: 256 },
      hours: 10,
    };
    const layers = (['gpu', 'chips', 'wall', 'facility'] as const).map((scope) => kwhOf({ ...job, scope }));
    expect(layers).toEqual(layers.toSorted((a, b) => a - b));
    expect(new Set(layers).size).toBe(4);
  });

  it('has its value in its interval, and what is given has no interval', () => {
    fc.assert(
      fc.property(hours, count, (time, n) => {
        const { energy } = resultOf({ accelerators: [{ text: 'V100', count: n }], hours: time });
        const { low, high } = interval(energy.estimate);
        expect(low).toBeLessThan(energy.estimate.value ?? 0);
        expect(high).toBeGreaterThan(energy.estimate.value ?? 0);
        const exact = resultOf({
          accelerators: [{ text: 'V100', count: n, power: { watts: 250, kind: 'mean' } }],
          hours: time,
          pue: 1.2,
        });
        const ends = interval(exact.energy.estimate);
        expect(ends.low).toBe(ends.high);
      }),
      { numRuns: 30 },
    );
  });

  it('never counts the accelerators twice: accelerator-hours are summed already', () => {
    const power = { watts: 400, kind: 'limit' } as const;
    expect(kwhOf({ accelerators: [{ text: '8xA100', power }], acceleratorHours: 100, pue: 1 })).toBeCloseTo(
      40,
      9,
    );
    const { notes } = resultOf({
      accelerators: [{ text: '8xA100', power }],
      acceleratorHours: 100,
      hours: 100,
      pue: 1,
    });
    expect(notes.join()).toContain('the given ones are used');
  });

  it('at a place that is not known has bounds and no value, and an unknown place is never another one', () => {
    const { carbon, carbonMissing } = resultOf({ accelerators: [{ text: 'A100' }], hours: 1 });
    expect(carbon?.estimate.value).toBeNull();
    expect(interval(carbon?.estimate ?? { value: 0, errors: {} }).high).toBeGreaterThan(0);
    expect(carbonMissing?.what).toContain('carbon intensity is missing');
    expect(
      resultOf({ accelerators: [{ text: 'A100' }], hours: 1, region: 'Atlantis' }).carbonMissing?.code,
    ).toBe('E_REGION');
  });

  it('on a gamer’s card stands at a desk, on a data-centre card in a data centre, in a cloud in its own', () => {
    expect(resultOf({ accelerators: [{ text: 'RTX 4090' }], hours: 1 }).pue?.estimate.value).toBe(1);
    expect(resultOf({ accelerators: [{ text: 'A100' }], hours: 1 }).pue?.estimate.value).toBe(1.56);
    const cloud = resultOf({ accelerators: [{ text: 'A100' }], hours: 1, region: 'aws:eu-west-1' }).pue;
    expect(cloud?.estimate.value).toBeLessThan(1.3);
    expect(cloud?.derivation.source).not.toBe('given by the user');
  });

  it('in a cloud’s instance is its part of the host', () => {
    const whole = kwhOf({ instance: { text: 'm5.24xlarge', count: 1 }, hours: 10, scope: 'wall' });
    const sixth = kwhOf({ instance: { text: 'm5.4xlarge', count: 1 }, hours: 10, scope: 'wall' });
    expect(whole / sixth).toBeCloseTo(6, 6);
    const { lines } = resultOf({ instance: { text: 'p4d.24xlarge', count: 2 }, hours: 1 });
    expect(lines[0]).toMatchObject({ count: 16 });
  });

  it('known by its arithmetic takes FLOPs over achieved FLOP/s, and warns', () => {
    const job = {
      accelerators: [{ text: 'V100', power: { watts: 330, kind: 'mean' as const } }],
      compute: { totalFlops: 3.14e23, from: 'given', achievedFlops: 24.6e12 },
      pue: 1.1,
    };
    expect(kwhOf(job)).toBeCloseTo(1_287_060, -1);
    expect(resultOf(job).notes.join()).toContain('never compare architectures');
    expect(
      calculate(
        { ...EMPTY_REQUEST, accelerators: [{ text: '' }], compute: { totalFlops: 1e20, from: 'given' } },
        knowledge,
      ),
    ).toMatchObject({ ok: false, error: { code: 'E_USAGE' } });
  });
});

describe('what cannot be true', () => {
  it.each([
    [{ pue: 0.9 }, 'PUE of 0.9'],
    [{ pue: Number.NaN }, 'PUE of NaN'],
    [{ utilisation: 1.2 }, 'utilisation of 1.2'],
    [{ utilisation: -0.1 }, 'utilisation of -0.1'],
    [{ acceleratorHours: -1 }, 'accelerator-hours of -1'],
    [{ totalPowerW: 0 }, 'power of 0 W'],
    [{ runs: 0 }, 'number of runs of 0'],
    [{ runs: 1e13 }, 'number of runs of 10000000000000'],
    [{ hours: 1e16 }, 'a duration of 10000000000000000 h'],
    [{ intensity: { gPerKwh: -1, said: '' } }, 'intensity of -1'],
  ])('%j is refused in three parts', (wrong, what) => {
    const found = checkRequest({ ...EMPTY_REQUEST, ...wrong });
    expect(found?.what).toContain(what);
    expect(found?.why).toBeTruthy();
    expect(found?.fix).toBeTruthy();
  });
});

function leaves(node: Derivation): readonly Derivation[] {
  return node.from === undefined || node.from.length === 0 ? [node] : node.from.flatMap(leaves);
}
function products(node: Derivation): readonly Derivation[] {
  return [...(node.formula === undefined ? [] : [node]), ...(node.from ?? []).flatMap(products)];
}

/** The value of `(a + b) × c / d`: sums of products, one pair of brackets at most. */
function product(text: string): number {
  const inner = /\(([^)]*)\)/.exec(text);
  if (inner !== null) return product(text.replace(inner[0], String(product(inner[1] ?? ''))));
  return text
    .split(' + ')
    .map((term) =>
      term
        .split(/(?=[×/])/)
        .reduce(
          (so, factor) =>
            factor.startsWith('/') ? so / Number(factor.slice(1)) : so * Number(factor.replace('×', '')),
          1,
        ),
    )
    .reduce((a, b) => a + b, 0);
}

describe('the chain of a result', () => {
  const jobs = [
    resultOf({
      accelerators: [{ text: '8xH100' }],
      hours: 72,
      region: 'FR',
      price: { perKwh: 0.2, currency: 'EUR' },
      wue: 0.2,
      embodied: true,
    }),
    resultOf({
      cpu: { text: 'xeon 8380', cores: 16 },
      memory: { gigabytes: 64 },
      storage: { terabytes: 2, kind: 'ssd' },
      hours: 8,
      region: 'US-CA',
    }),
    resultOf({
      accelerators: [{ text: '64xa100' }],
      compute: { totalFlops: 4.2e22, from: 'given' },
      region: 'aws:eu-west-1',
      runs: 3,
    }),
    resultOf({ instance: { text: 'm5.4xlarge', count: 1 }, hours: 10, region: 'CA-QC' }),
    resultOf({
      method: 'lannelongue2021',
      cpu: { text: 'Xeon E5-2683 v4', cores: 12 },
      memory: { gigabytes: 64 },
      hours: 12,
    }),
    resultOf({ method: 'lacoste2019', accelerators: [{ text: 'T4' }], hours: 3, region: 'gcp:europe-west6' }),
  ];

  it('ends in constants that have source, year and licence each, or that were given or assumed', () => {
    for (const job of jobs)
      for (const leaf of leaves(calcDerivation(job))) {
        const name = `${job.request.method}: ${leaf.id}`;
        expect(leaf.source, name).toBeTruthy();
        if (leaf.assumed === undefined && !/given|settings/.test(leaf.source ?? ''))
          expect([typeof leaf.year, typeof leaf.licence], name).toEqual(['number', 'string']);
      }
  });

  it('begins with the number that is told, and every product of it is the product of its parts', () => {
    for (const job of jobs) {
      const carbon = job.carbon?.derivation;
      expect(carbon?.value).toBe(job.carbon?.estimate.value);
      for (const { formula = '', from = [], value, id } of products(calcDerivation(job))) {
        if (!/^[a-zA-Z-]+( of the machines)? × [a-zA-Z-]+( \/ 1000)?$/.test(formula)) continue;
        const expected = from.reduce(
          (so, { value: each }) => so * (each ?? Number.NaN),
          formula.endsWith('1000') ? 1e-3 : 1,
        );
        expect((value ?? 0) / expected, id).toBeCloseTo(1, 9);
      }
    }
  });

  it('says what was assumed for want of knowing, and how to say it instead', () => {
    const [first] = jobs;
    if (first === undefined) throw new Error('no job');
    const assumed = assumptionsOf(calcDerivation(first)).join('\n');
    expect(assumed).toMatch(/--utilisation/);
    expect(assumed).toMatch(/--pue/);
  });

  it('keeps carbon, embodied carbon, water and cost apart', () => {
    const tree = calcDerivation(jobs[0] ?? resultOf({}));
    expect(tree.value).toBeNull();
    expect(tree.from?.map(({ id }) => id)).toEqual(['carbon', 'embodied', 'water', 'cost']);
  });

  it('is written as a formula whose numbers multiply up', () => {
    for (const job of jobs.slice(0, 5))
      for (const line of formulaLines(job)) {
        const plain = line.replaceAll(
          /PUE |kWh|g\/kWh|Wh|W\b|accelerator-hours|h\b|runs|FLOP\/s|FLOP|MFU|kg|\bg\b|\bt\b/g,
          '',
        );
        const [left = '', right = ''] = plain.split('=');
        const unit =
          line.includes('= ') && /W × /.test(line)
            ? 1e-3
            : /(kg|t|g)$/.test(line)
              ? line.endsWith('kg')
                ? 1e-3
                : line.endsWith(' t')
                  ? 1e-6
                  : 1
              : 1;
        const value = product(left);
        expect((value * unit) / Number(right), line).toBeCloseTo(1, 2);
      }
  });
});

describe('what a result depends on', () => {
  it('moves in proportion for PUE and intensity, by what the interval says or by a tenth', () => {
    const result = resultOf({ accelerators: [{ text: 'A100' }], hours: 10, pue: 1.2, region: 'FR' });
    const rows = sensitivities(result);
    const pue = rows.find(({ input }) => input === 'PUE');
    const grams = gramsOf({ accelerators: [{ text: 'A100' }], hours: 10, pue: 1.2, region: 'FR' });
    expect(pue).toMatchObject({ whatIf: true });
    expect((pue?.high ?? 0) / grams).toBeCloseTo(1.1, 9);
    const intensity = rows.find(({ input }) => input === 'intensity');
    expect(intensity?.whatIf).toBe(false);
    expect(rows.map(({ low, high }) => high - low)).toEqual(
      rows.map(({ low, high }) => high - low).toSorted((a, b) => b - a),
    );
  });

  it('never takes a PUE below one', () => {
    const rows = sensitivities(
      resultOf({ accelerators: [{ text: 'A100' }], hours: 10, pue: 1.02, region: 'FR' }),
    );
    expect(rows.find(({ input }) => input === 'PUE')?.from).toBe(1);
  });
});
