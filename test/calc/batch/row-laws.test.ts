import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRow } from '../../../src/calc/batch/answer-row.ts';
import type { RowAnswer } from '../../../src/calc/batch/row-answer.ts';
import { shippedKnowledge } from '../knowledge.ts';

const knowledge = shippedKnowledge();
const answer = (inputs: Record<string, unknown>): RowAnswer =>
  answerRow({ id: 'x', inputs }, { method: 'joulebook', scope: 'facility' }, knowledge);
const numbers = ({ kwh, kgco2e, kwhLow, kwhHigh, kgLow, kgHigh }: RowAnswer): readonly (number | null)[] => [
  kwh,
  kgco2e,
  kwhLow,
  kwhHigh,
  kgLow,
  kgHigh,
];
const positive = fc.double({ min: 0.01, max: 1e5, noNaN: true });

/** A row as a paper could have it, in one spelling of several. */
const row = fc
  .tuple(
    fc.constantFrom('gpu', 'Hardware Type', 'accelerator', 'GPU model'),
    fc.constantFrom('A100', 'V100', 'TPU v3', 'H100 SXM', 'RTX 3090'),
    fc.constantFrom('count', 'number of GPUs', 'nGpus', 'chips'),
    fc.integer({ min: 1, max: 4096 }),
    fc.constantFrom('hours', 'Training time (h)', 'wallClockHours'),
    fc.double({ min: 0.5, max: 2000, noNaN: true }),
    fc.option(
      fc.tuple(
        fc.constantFrom('power_w_each', 'Power per GPU (W)', 'tdp'),
        fc.integer({ min: 50, max: 700 }),
      ),
    ),
    fc.option(fc.tuple(fc.constantFrom('pue', 'Data-center PUE'), fc.constantFrom(1.1, '1,2', '1.58'))),
    fc.option(fc.tuple(fc.constantFrom('intensity', 'CI (kg/kWh)'), fc.constantFrom(0.4, '0,057'))),
    fc.option(
      fc.tuple(fc.constantFrom('region', 'Location'), fc.constantFrom('FR', 'Iowa, USA', 'Quebec, Canada')),
    ),
  )
  .map(([gpu, name, n, count, h, hours, ...more]) =>
    Object.fromEntries([[gpu, name], [n, count], [h, hours], ...more.filter((each) => each !== null)]),
  );

describe('a row', () => {
  it('answers the same in whatever order its keys stand, notes and all', () => {
    fc.assert(
      fc.property(
        row.chain((inputs) =>
          fc.tuple(
            fc.constant(inputs),
            fc.shuffledSubarray(Object.keys(inputs), { minLength: Object.keys(inputs).length }),
          ),
        ),
        fc.constantFrom(
          {},
          { power: 333, gpu_power_kw: 0.3 },
          { total_gpu_hours: 5, gpu_hours: 7 },
          { energy_kwh: 3 },
        ),
        ([inputs, keys], more) => {
          const other = Object.fromEntries([
            ...Object.entries(more),
            ...keys.map((key) => [key, inputs[key]] as const),
          ]);
          expect(answer(other)).toEqual(answer({ ...inputs, ...more }));
        },
      ),
    );
  });

  it('names a key that is none, and answers as without it', () => {
    fc.assert(
      fc.property(
        row,
        fc.stringMatching(/^zz[a-z]{2,9}(_[a-z]{3,6})?$/),
        fc.oneof(
          fc.double({ noNaN: true }),
          fc.string({ minLength: 1 }),
          fc.constant([1, 2]),
          fc.constant({ zzinner: 1 }),
        ),
        (inputs, key, value) => {
          const plain = answer(inputs);
          const more = answer({ ...inputs, [key]: value });
          expect(numbers(more)).toEqual(numbers(plain));
          const isNone = typeof value === 'string' && more.note === plain.note;
          if (isNone) expect(value.trim()).toMatch(/^(n\/?a|none|null|nan|unknown|tb[ad]|[-–—?]*)$/i);
          else
            expect(more.note).toContain(typeof value === 'object' && !Array.isArray(value) ? 'zzinner' : key);
        },
      ),
    );
  });

  it('uses each key that it understands, or names it', () => {
    fc.assert(
      fc.property(row, (inputs) => {
        const whole = answer(inputs);
        for (const key of Object.keys(inputs)) {
          const { [key]: left, ...rest } = inputs;
          const without = answer(rest);
          if (left === 1 || /gpu$|type|accel|model/i.test(key)) continue;
          if (JSON.stringify(without) === JSON.stringify(whole)) expect(whole.note).toContain(key);
        }
        const { nodes: _, ...told } = { ...inputs, nodes: 3 };
        expect(numbers(answer(told))).toEqual(numbers(whole));
        expect(answer({ ...inputs, total_power_w: 900, nodes: 3 }).note).toMatch(
          /not needed beside the rest: .*nodes/,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is no less sure for a power, a PUE or an intensity that is given', () => {
    const width = (low: number | null, high: number | null): number =>
      low === null || high === null ? Infinity : high / low;
    fc.assert(
      fc.property(
        row,
        fc.constantFrom(
          { power_w_each: 250 },
          { avg_power_per_gpu_w: 200 },
          { pue: 1.1 },
          { intensity_kg_per_kwh: 0.4 },
        ),
        (inputs, more) => {
          const less = answer(inputs);
          const sure = answer({ ...inputs, ...more });
          expect(width(sure.kwhLow, sure.kwhHigh)).toBeLessThanOrEqual(
            width(less.kwhLow, less.kwhHigh) * (1 + 1e-9),
          );
          expect(width(sure.kgLow, sure.kgHigh)).toBeLessThanOrEqual(
            width(less.kgLow, less.kgHigh) * (1 + 1e-9),
          );
        },
      ),
    );
  });
});

describe('units', () => {
  it.each([
    [
      'an energy',
      1,
      {
        energy_kwh: 1,
        energy_wh: 1e3,
        'Energy [MWh]': 1e-3,
        energyGWh: 1e-6,
        energy_j: 3.6e6,
        energy_mj: 3.6,
        'energy (GJ)': 3.6e-3,
      },
    ],
    ['a power', 1, { total_power_kw: 1, 'Total power (W)': 1e3, totalPowerMW: 1e-3 }],
    [
      'a time',
      1,
      { hours: 1, minutes: 60, 'duration (s)': 3600, training_days: 1 / 24, time_weeks: 1 / 168 },
    ],
  ] as const)('of %s lead to one answer', (what, _, keys) => {
    const rest = what === 'an energy' ? {} : what === 'a power' ? { hours: 3 } : { total_power_w: 700 };
    fc.assert(
      fc.property(positive, (size) => {
        const all = Object.entries(keys).map(
          ([key, factor]) => answer({ ...rest, [key]: size * factor }).kwh ?? 0,
        );
        for (const each of all) expect(each / (all[0] ?? 1)).toBeCloseTo(1, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('stand in the key, in the value or beside it', () => {
    fc.assert(
      fc.property(positive, (size) => {
        const one = answer({ energy_mwh: size }).kwh;
        expect(answer({ energy: `${size} MWh` }).kwh).toBe(one);
        expect(answer({ energy: { value: size, unit: 'MWh' } }).kwh).toBe(one);
        expect(answer({ energy: { amount: String(size), units: 'MWh', source: 'a table' } }).kwh).toBe(one);
        expect(answer({ power_consumption: `${size} MWh` }).kwh).toBe(one);
      }),
    );
  });

  it('of thousandths are told from millions by their capitals', () => {
    expect(answer({ total_power: '500 mW', hours: 1000 }).kwh).toBeCloseTo(0.5, 12);
    expect(answer({ total_power: '0.5 MW', hours: 1 }).kwh).toBeCloseTo(500, 9);
  });
});

describe('numbers', () => {
  it('may have a decimal comma, and thousands grouped by comma, point, space or apostrophe', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000_000, max: 999_999_999 }),
        fc.integer({ min: 1, max: 99 }),
        (whole, cents) => {
          const grouped = (mark: string): string => String(whole).replaceAll(/\B(?=(\d{3})+$)/g, mark);
          const fraction = String(cents).padStart(2, '0');
          const value = Number(`${whole}.${fraction}`);
          for (const text of [
            `${grouped(',')}.${fraction}`,
            `${grouped('.')},${fraction}`,
            `${grouped(' ')}.${fraction}`,
            `${grouped('\u202F')},${fraction}`,
            `${grouped("'")}.${fraction}`,
            `~${whole},${fraction}`,
            `approx. ${grouped(',')}.${fraction} kWh`,
          ])
            expect(answer({ energy_kwh: text }).kwh, text).toBe(value);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('that could be a range or a bound are not guessed', () => {
    for (const hours of ['30-40', { min: 10, max: 20 }]) {
      const { kwh, note } = answer({ gpu: 'A100', hours });
      expect(kwh).toBeNull();
      expect(note).toContain('hours');
    }
  });
});

describe('words that every object has', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is no key, no unit and no hardware',
    (word) => {
      const row = (inputs: string): RowAnswer =>
        answerRow(
          JSON.parse(`{"id":"x","inputs":${inputs}}`),
          { method: 'joulebook', scope: 'facility' },
          knowledge,
        );
      expect(row(`{"energy_kwh":5,"${word}":3}`)).toMatchObject({
        kwh: 5,
        note: expect.stringContaining(word) as string,
      });
      expect(row(`{"energy_kwh":"5 ${word}"}`)).toMatchObject({
        kwh: null,
        note: expect.stringContaining(word) as string,
      });
      expect(row(`{"gpu":"${word}","hours":5}`).note).toContain('a wide range stands in');
      expect(row(`{"energy":{"${word}":5,"value":3,"unit":"${word}"}}`).kwh).toBeNull();
    },
  );

  it('nor are groups in groups without end', () => {
    const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;
    expect(
      answerRow(
        JSON.parse(`{"inputs":{"energy_kwh":5,"b":${deep}}}`),
        { method: 'joulebook', scope: 'facility' },
        knowledge,
      ).kwh,
    ).toBe(5);
  });
});
