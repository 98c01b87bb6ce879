import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRow } from '../../../src/calc/batch/answer-row.ts';
import type { RowAnswer } from '../../../src/calc/batch/row-answer.ts';
import { readBatch } from '../../../src/calc/batch/read-batch.ts';
import { METHODS, SCOPES } from '../../../src/calc/calc-request.ts';
import { shippedKnowledge } from '../knowledge.ts';

interface Published {
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  readonly published: Readonly<Record<string, unknown>>;
  readonly tolerance_pct: number | null;
  readonly status: string;
}
interface Expected {
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  readonly expect: Partial<RowAnswer>;
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/estimates/${name}`, import.meta.url), 'utf8')) as unknown;
const published = fixture('published_estimates.json') as readonly Published[];
const more = fixture('more.json') as readonly Expected[];
const knowledge = shippedKnowledge();
const OPTIONS = { method: 'joulebook', scope: 'facility' } as const;
const answer = (inputs: Record<string, unknown>): RowAnswer =>
  answerRow({ id: 'x', inputs }, OPTIONS, knowledge);
/** kg of a pound. */
const LB = 0.45359237;

/** Half a unit in the last digit that is not zero, as a part: what a printed figure does not say. */
function printedRounding(value: number): number {
  const digits = value.toExponential().split('e');
  const decimals = (digits[0]?.split('.')[1] ?? '').length;
  return (0.5 * 10 ** (Number(digits[1]) - decimals)) / value;
}

describe('published estimates', () => {
  const reproducing = published.filter(({ status }) => status === 'reproduces');
  it('are enough to mean something', () => {
    expect(reproducing.length).toBeGreaterThan(35);
  });

  it.each(reproducing)('$id reproduces', (row) => {
    const { kwh, kgco2e, kgco2eNet } = answerRow({ id: row.id, inputs: row.inputs }, OPTIONS, knowledge);
    const got: Record<string, number | null | undefined> = {
      kwh,
      kgco2e,
      lbs: kgco2e === null ? null : kgco2e / LB,
      kgco2e_net: kgco2eNet,
    };
    for (const [name, value] of Object.entries(row.published)) {
      if (!(name in got) || typeof value !== 'number') continue;
      const found = got[name];
      expect(typeof found, name).toBe('number');
      // App. C prints 15.2 t beside 33,544 lb, which are 15,215 kg: the tonnes are held to their rounding.
      const within = Math.max(
        (row.tolerance_pct ?? 0) / 100,
        name === 'kgco2e' && 'lbs' in row.published ? printedRounding(value) : 0,
      );
      expect(Math.abs((found as number) / value - 1), name).toBeLessThanOrEqual(within + 1e-12);
    }
  });

  it('that do not reproduce are answered with the reason', () => {
    const opt = published.find(({ id }) => id === 'bloom-t4-opt');
    const row = answerRow(opt, OPTIONS, knowledge);
    expect(row.kgco2e).toBeCloseTo(81_579.96, 2);
    expect(row.note).toContain('if the PUE is in it already');
    expect(row.note).toContain('does not reproduce');
    for (const other of published.filter(({ status }) => status !== 'reproduces'))
      expect(answerRow(other, OPTIONS, knowledge).note, other.id).not.toBe('');
  });

  it('have a note that names what is missing, and never zero for what is not known', () => {
    for (const row of published) {
      const { kwh, kgco2e, note } = answerRow({ id: row.id, inputs: row.inputs }, OPTIONS, knowledge);
      expect(kwh, row.id).not.toBe(0);
      expect(kgco2e, row.id).not.toBe(0);
      if (kwh === null && kgco2e === null) expect(note, row.id).toMatch(/give /);
    }
  });
});

describe('rows that are written in other words', () => {
  it.each(more)('$id', ({ id, inputs, expect: expected }) => {
    const row = answerRow({ id, inputs }, OPTIONS, knowledge);
    expect(row.id).toBe(id);
    for (const [name, value] of Object.entries(expected)) {
      if (typeof value === 'string') expect(row[name as keyof RowAnswer]).toContain(value);
      else if (value === null) expect(row[name as keyof RowAnswer], name).toBeNull();
      else expect((row[name as keyof RowAnswer] as number) / value, name).toBeCloseTo(1, 6);
    }
  });

  it('read the same whatever the case and the dashes of their keys', () => {
    const one = answer({
      hardware: 'V100',
      accelerator_hours: 100,
      power_w_each: 300,
      intensity_kg_per_kwh: 0.4,
    });
    const two = answer({
      Hardware: 'V100',
      acceleratorHours: 100,
      'Power-W-each': 300,
      'intensity (kg/kWh)': 0.4,
    });
    expect(two).toEqual(one);
  });
});

describe('a batch', () => {
  it('answers every row in its order, whatever the rows hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.jsonValue(), fc.record({ id: fc.string(), inputs: fc.jsonValue() })), {
          maxLength: 6,
        }),
        (rows) => {
          const parsed = readBatch(JSON.stringify(rows), 'rows.json');
          expect(parsed.ok).toBe(true);
          if (!parsed.ok) return;
          const answers = parsed.value.map((row) => answerRow(row, OPTIONS, knowledge));
          expect(answers).toHaveLength(rows.length);
          for (const { kwh, kgco2e, note } of answers) {
            if (kwh === null || kgco2e === null) expect(note).not.toBe('');
            expect(JSON.stringify([kwh, kgco2e])).not.toContain('NaN');
          }
        },
      ),
    );
  });

  it.each([
    ['an object with rows', '{"rows":[{"id":"a","inputs":{"energy_kwh":1}}]}'],
    ['one object a line', '{"id":"a","inputs":{"energy_kwh":1}}\n{"id":"b","inputs":{"energy_kwh":2}}\n'],
    ['one object', '{"id":"a","inputs":{"energy_kwh":1}}'],
    ['a byte order mark', '\uFEFF[{"id":"a","inputs":{"energy_kwh":1}}]'],
  ])('is also read from %s', (_, text) => {
    const parsed = readBatch(text, 'rows.json');
    expect(parsed.ok && parsed.value.length > 0).toBe(true);
  });

  it.each(['{', '5', '"rows"', '{"a":1}', ''])('that is no table of rows (%s) is a located error', (text) => {
    const parsed = readBatch(text, 'rows.json');
    expect(parsed).toMatchObject({ ok: false, error: { code: 'E_PARAMS', at: { file: 'rows.json' } } });
  });
});

describe('any keys with any values', () => {
  const keys = [
    'hardware',
    'gpu',
    'count',
    'nodes',
    'gpus_per_node',
    'hours',
    'days',
    'minutes',
    'accelerator_hours',
    'core_hours',
    'train_steps',
    'hours_per_step',
    'epochs',
    'hours_per_epoch',
    'kwh_per_epoch',
    'total_power_w',
    'node_power_kw',
    'power_w',
    'power_w_each',
    'avg_power_per_gpu_w',
    'tdp_w',
    'cpu_power_w',
    'utilisation',
    'cpu',
    'cpus',
    'cores',
    'core_tdp_w',
    'cpu_tdp_w',
    'memory_gb',
    'memory_w_per_gb',
    'instance',
    'energy_kwh',
    'facility_kwh',
    'final_kwh',
    'kwh_a',
    'kwh_b',
    'pue',
    'energy_includes_pue',
    'intensity_kg_per_kwh',
    'intensity',
    'intensity_net_kg_per_kwh',
    'moer_lb_per_mwh',
    'lb_per_chip_hour',
    'region',
    'provider',
    'runs',
    'total_flops',
    'achieved_tflops',
    'peak_tflops',
    'mfu',
    'parameters',
    'tokens',
    'parts_kg',
    'delta_g',
    'gpu_embodied_kg',
    'server_embodied_kg',
    'embodied_kg',
    'life_years',
    'rr',
    'tor',
    'offset',
    'scope',
    'method',
    'year',
  ];
  const value = fc.oneof(
    fc.constantFrom(
      'A100',
      '8 x V100',
      'TPU v3',
      'xeon 8380',
      'p4d.24xlarge',
      'FR',
      'aws:eu-west-1',
      'gpu',
      'wall',
      'lacoste2019',
      'dodge2022',
      '70%',
      '1.7M',
      '3 days',
      'true',
      '',
      'nonsense',
    ),
    fc.constantFrom(0, 1, 0.5, 8, 100, 1e6, 1e23, -1, 1e-9),
    fc.double(),
    fc.constantFrom(null, true, [1, 2], ['A100', 'L4'], { gpu: 'A100', count: 2 }),
  );
  const method = fc.constantFrom(...METHODS);
  const scope = fc.constantFrom(...SCOPES);

  it('give an answer or a reason, never a number that is none, and a value in its interval', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 8, noNullPrototype: true }),
        method,
        scope,
        (inputs, name, layer) => {
          const row = answerRow({ id: 'x', inputs }, { method: name, scope: layer }, knowledge);
          for (const [middle, low, high] of [
            [row.kwh, row.kwhLow, row.kwhHigh],
            [row.kgco2e, row.kgLow, row.kgHigh],
          ] as const) {
            if (middle === null) {
              expect(row.note).not.toBe('');
              continue;
            }
            expect(Number.isFinite(middle) && middle >= 0).toBe(true);
            if (low !== null) expect(low).toBeLessThanOrEqual(middle * (1 + 1e-12));
            if (high !== null) expect(high).toBeGreaterThanOrEqual(middle * (1 - 1e-12));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('laws of rows', () => {
  const positive = fc.double({ min: 0.01, max: 1e5, noNaN: true });
  it('count × hours and the accelerator-hours that they make are one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4096 }), positive, positive, (count, hours, power_w_each) => {
        const separate = answer({ count, hours, power_w_each });
        const summed = answer({ accelerator_hours: count * hours, power_w_each });
        const both = answer({ count, hours, accelerator_hours: count * hours, power_w_each });
        expect((separate.kwh ?? 0) / (summed.kwh ?? 1)).toBeCloseTo(1, 9);
        expect((both.kwh ?? 0) / (summed.kwh ?? 1)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('an intensity is the same in every unit', () => {
    fc.assert(
      fc.property(positive, (g) => {
        const kg = answer({ energy_kwh: 3, intensity_g_per_kwh: g }).kgco2e ?? 0;
        for (const other of [
          { intensity_kg_per_kwh: g / 1000 },
          { intensity_lb_per_kwh: g / 453.59237 },
          { intensity_t_per_mwh: g / 1000 },
          { intensity_lb_per_mwh: g / 0.45359237 },
          { intensity: `${g} g/kWh` },
        ])
          expect((answer({ energy_kwh: 3, ...other }).kgco2e ?? 0) / kg).toBeCloseTo(1, 9);
      }),
    );
  });
});
