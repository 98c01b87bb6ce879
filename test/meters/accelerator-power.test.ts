import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchAccelerator } from '../../src/hardware/accelerators.io.ts';
import { csvRows } from '../../src/hardware/csv-rows.ts';
import type { Accelerator } from '../../src/hardware/hardware-rows.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import {
  acceleratorPower,
  acceleratorPowerDerivation,
  unknownAccelerator,
} from '../../src/meters/model/accelerator-power.io.ts';
import type { AcceleratorUse } from '../../src/meters/model/accelerator-power.ts';
import type { Derivation } from '../../src/units/derivation.ts';
import { interval } from '../../src/units/estimate.ts';

const host = realHost({ cwd: '/', home: undefined, env: {} });

function accelerator(name: string): Accelerator {
  const match = matchAccelerator(host, name);
  if (match.kind !== 'found') throw new Error(name);
  return match.value.accelerator;
}

function watts(of: Accelerator, use: AcceleratorUse): { value: number; low: number; high: number } {
  const power = acceleratorPower(of, use);
  const { low, high } = interval(power);
  if (power.value === null || low === null || high === null) throw new Error('no power');
  return { value: power.value, low, high };
}

/** Dodge et al. 2022 (arXiv 2206.05229), Table 2: GPUs, hours and kWh of the GPUs alone, as printed. */
const DODGE = [
  ['BERT fine-tuning', 'V100', 4, '6', '3.1'],
  ['BERT pre-training', 'V100', 8, '36', '37.3'],
  ['6B transformer', 'A100', 256, '192', '13812.4'],
  ['DenseNet 121', 'P40', 1, '0.3', '0.02'],
  ['DenseNet 169', 'P40', 1, '0.3', '0.03'],
  ['DenseNet 201', 'P40', 1, '0.4', '0.04'],
  ['ViT tiny', 'V100', 1, '19', '1.7'],
  ['ViT small', 'V100', 1, '19', '2.2'],
  ['ViT base', 'V100', 1, '21', '4.7'],
  ['ViT large', 'V100', 4, '90', '93.3'],
  ['ViT huge', 'V100', 4, '216', '237.6'],
] as const;

/** Half a unit of the last digit that was printed. */
function halfDigit(printed: string): number {
  return 0.5 * 10 ** -(printed.split('.')[1]?.length ?? 0);
}

describe('power of an accelerator in training, of which no utilisation is known', () => {
  it.each(DODGE)(
    '%s on %s: the interval, widened by the printed rounding, holds what was measured',
    (_, name, count, hours, kwh) => {
      const { low, high } = watts(accelerator(name), { scope: 'board' });
      const [h, e] = [Number(hours), Number(kwh)];
      const least = ((e - halfDigit(kwh)) * 1000) / (count * (h + halfDigit(hours)));
      const most = ((e + halfDigit(kwh)) * 1000) / (count * (h - halfDigit(hours)));
      expect(low).toBeLessThanOrEqual(most);
      expect(high).toBeGreaterThanOrEqual(least);
    },
  );

  it('at least nine in ten are held without any widening, and the value is off by less than TDP × 1', () => {
    const errors = DODGE.map(([, name, count, hours, kwh]) => {
      const measured = (Number(kwh) * 1000) / (count * Number(hours));
      const { value, low, high } = watts(accelerator(name), { scope: 'board' });
      const tdp = accelerator(name).tdpW ?? Number.NaN;
      return {
        inside: low <= measured && measured <= high,
        ours: Math.abs(value / measured - 1),
        full: Math.abs(tdp / measured - 1),
      };
    });
    expect(errors.filter(({ inside }) => inside).length).toBeGreaterThanOrEqual(10);
    const mean = (of: 'ours' | 'full'): number =>
      errors.reduce((total, each) => total + each[of], 0) / errors.length;
    expect(mean('ours')).toBeLessThan(0.75 * mean('full'));
  });

  it.each([
    'V100',
    'P40',
    'A100',
    'H100',
    'P100',
    'T4',
    'RTX 3090',
    'TPU v2',
    'TPU v3',
    'TPU v4',
    'v5p',
    'M2 Max',
    'K80',
    'GH200',
  ])('%s: never wider than a factor of four, on the board as at the wall', (name) => {
    for (const scope of ['board', 'system'] as const) {
      const { low, high } = watts(accelerator(name), { scope });
      expect(high / low).toBeLessThanOrEqual(4);
      expect(low).toBeGreaterThan(0);
    }
  });

  it('of the whole table: at most four, for a Jetson and a laptop, whose limit is set by others, four and a half', () => {
    for (const { cells } of csvRows(packageText('data/hardware/accelerators.csv')).rows) {
      const of = accelerator(cells['name'] ?? '');
      const { low, high } = watts(of, { scope: 'board' });
      expect([of.name, high / low <= (/Jetson|Laptop/.test(of.name) ? 4.5 : 4)]).toEqual([of.name, true]);
    }
  });

  /** Patterson et al. 2021 (arXiv 2104.10350): measured average system power for each accelerator of their trainings, W. */
  it.each([
    ['TPU v3', 245, 310],
    ['P100', 271, 296],
    ['V100', 325, 330],
    ['TPU v2', 208, 229],
  ])(
    '%s at the wall: %i to %i W were measured, and are held with the published mean as without it',
    (name, from, to) => {
      const known = accelerator(name);
      const { measuredSystemW, ...withheld } = known;
      expect(measuredSystemW).toBeDefined();
      for (const of of [known, withheld]) {
        const { low, high } = watts(of, { scope: 'system' });
        expect(low).toBeLessThanOrEqual(from);
        expect(high).toBeGreaterThanOrEqual(to);
      }
    },
  );

  it('has one error source, the same for all of one kind', () =>
    expect(Object.keys(acceleratorPower(accelerator('a100'), { scope: 'system' }).errors)).toEqual([
      'accelerator-power:a100-sxm-80gb',
    ]));
});

describe('power of an accelerator at a utilisation', () => {
  const names = csvRows(packageText('data/hardware/accelerators.csv')).rows.map(
    ({ cells }) => cells['name'] ?? '',
  );
  it('rises with it in value and bounds, between something and full power; more at the wall than on the board', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (name, a, b) => {
          const of = accelerator(name);
          const [less, more] = [Math.min(a, b), Math.max(a, b)].map((utilisation) =>
            watts(of, { utilisation, scope: 'board' }),
          );
          if (less === undefined || more === undefined) throw new Error('two');
          for (const side of ['value', 'low', 'high'] as const)
            expect(less[side]).toBeLessThanOrEqual(more[side] * (1 + 1e-9));
          expect(less.low).toBeGreaterThan(0);
          const most = Math.max(of.tdpW ?? 0, of.rangeW?.high ?? 0);
          expect(more.high).toBeLessThanOrEqual(most * 1.001);
          expect(watts(of, { utilisation: a, scope: 'system' }).value).toBeGreaterThan(
            watts(of, { utilisation: a, scope: 'board' }).value,
          );
        },
      ),
    );
  });

  it("holds Zeus's busy runs and idle cards", () => {
    const v100 = accelerator('V100 PCIe 16GB');
    const busy = watts(v100, { utilisation: 1, scope: 'board' });
    for (const part of [0.53, 0.75, 0.91]) {
      expect(busy.low).toBeLessThanOrEqual(part * 250);
      expect(busy.high).toBeGreaterThanOrEqual(part * 250);
    }
    // Cloud Carbon Footprint: V100 35 W at idle.
    const idle = watts(v100, { utilisation: 0, scope: 'board' });
    expect(idle.low).toBeLessThan(35);
    expect(idle.high).toBeGreaterThan(35);
  });
});

describe('where the power comes from', () => {
  function leaves(node: Derivation): Derivation[] {
    return node.from === undefined ? [node] : node.from.flatMap(leaves);
  }

  it.each(['a100', 'TPU v3', 'TPU v4', 'v5p', 'M2 Max', 'RTX 3090'])(
    '%s: the same figure, and every leaf has a source',
    (name) => {
      for (const scope of ['board', 'system'] as const) {
        for (const use of [{ scope }, { scope, utilisation: 0.6 }]) {
          const tree = acceleratorPowerDerivation(accelerator(name), use);
          expect(tree).toMatchObject(watts(accelerator(name), use));
          for (const leaf of leaves(tree)) expect(leaf.source ?? '').not.toBe('');
        }
      }
    },
  );

  it('the numbers of the formula give the figure', () => {
    const board = acceleratorPowerDerivation(accelerator('a100'), { scope: 'board' });
    const [full, part] = board.from ?? [];
    expect((full?.value ?? 0) * (part?.value ?? 0)).toBeCloseTo(board.value ?? 0, 9);
    const system = acceleratorPowerDerivation(accelerator('a100'), { scope: 'system', utilisation: 0.5 });
    expect((system.from ?? []).reduce((total, { value }) => total + (value ?? 0), 0)).toBeCloseTo(
      system.value ?? 0,
      9,
    );
  });
});

describe('an accelerator that no table knows', () => {
  it('has a wide interval, and says that it is judged', () => {
    const of = unknownAccelerator('Acme X9');
    expect(watts(of, { scope: 'board' })).toMatchObject({
      low: expect.closeTo(40, 6),
      high: expect.closeTo(700, 6),
    });
    expect(acceleratorPowerDerivation(of, { scope: 'board' }).from?.[0]?.source).toContain('judged');
  });
});
