import { describe, expect, test } from 'vitest';
import { rowOf } from '../../src/book/index-row.ts';
import { styleFor } from '../../src/cli/output/style.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { compareRuns } from '../../src/cli/views/compare-runs.ts';
import { compareView } from '../../src/cli/views/compare-view.ts';
import { fieldOf } from '../../src/cli/views/field-of.ts';
import { listSummary, listView } from '../../src/cli/views/list-view.ts';
import type { Look } from '../../src/cli/views/look.ts';
import { runView } from '../../src/cli/views/run-view.ts';
import { estimate, written } from '../../src/units/estimate.ts';
import { aRecord } from './a-record.ts';

const NOW = Date.parse('2026-03-04T20:00:00Z');
const look = (width: number, unicode = true): Look => ({
  width,
  unicode,
  style: styleFor(false),
  unit: 'Wh',
});
const base = aRecord(1_119_600);
const other = aRecord(3_247_200, {
  id: '01M85BDDBY9ETBS79XCSCQ81DX',
  name: 'grey-lark',
  params: { lr: 0.0003, batch: 128, model: 'bert-base' },
  metrics: { accuracy: 0.917, loss: 0.21 },
  startedAt: '2026-03-03T22:01:00.000Z',
  durationS: 10_500,
});
const failed = aRecord(36_000, {
  id: '01M85BDDBY9ETBS79XCSC2KQ9Z',
  name: '蒼い-heron',
  state: 'failed',
  exitCode: 1,
  metrics: {},
  startedAt: '2025-11-20T10:00:00.000Z',
});

const narrow = (lines: readonly string[]) => Math.max(...lines.map(textWidth));
const energy = (comparison: ReturnType<typeof compareRuns>) =>
  comparison.rows.find(({ name }) => name === 'energy')?.against[0];

describe.each([60, 80, 120])('at %i columns', (width) => {
  const golden = (name: string) => `goldens/${name}-${width}.txt`;

  test('a listing', async () => {
    const rows = [base, other, failed].map((record) => rowOf(record, 'p'));
    const lines = [...listView(rows, NOW, look(width)), listSummary(rows, 412, look(width))];
    expect(narrow(lines)).toBeLessThanOrEqual(width);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('ls'));
  });

  test('one run', async () => {
    const lines = runView(base, NOW, [10, 200, 310, 305, 300, 120], look(width));
    expect(narrow(lines)).toBeLessThanOrEqual(width);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('show'));
  });

  test('one run in ASCII has no other character', () => {
    const lines = runView(base, NOW, [10, 200, 310], look(width, false));
    expect(lines.join('')).toMatch(/^[\u0020-\u007e]*$/);
  });

  test('two runs side by side, and three', async () => {
    const two = compareView([base, other], compareRuns([base, other]), look(width), false);
    const three = compareView([base, other, failed], compareRuns([base, other, failed]), look(width), true);
    expect(narrow([...two, ...three])).toBeLessThanOrEqual(width);
    await expect(`${two.join('\n')}\n\n${three.join('\n')}\n`).toMatchFileSnapshot(golden('compare'));
  });
});

describe('comparison', () => {
  test('an error that both runs share cancels: 5 % more is clear on one machine', () => {
    const against = energy(compareRuns([aRecord(1000), aRecord(1050)]));
    expect(against?.verdict).toBe('clear');
    expect(against?.ratio.value).toBeCloseTo(1.05);
  });

  test('on two machines the same difference is not clear, and they are not alike', () => {
    const [here, there] = [aRecord(1000), aRecord(1050, { environment: { hostname: 'gpu02' } }, 'h2')];
    const comparison = compareRuns([here, there]);
    expect(energy(comparison)?.verdict).toBe('unclear');
    expect(comparison.unlike.map(({ what }) => what)).toEqual(['host']);
  });

  test('a metric or stage that one run lacks is no zero', () => {
    const row = compareRuns([base, failed]).rows.find(({ name }) => name === 'accuracy');
    expect(row?.values[1]).toBeNull();
    expect(row?.against[0]).toBeNull();
  });
});

describe('footprints side by side', () => {
  const cost = (value: number, currency: string) => ({
    cost: {
      total: written(estimate(value, { 'model:h1': 0.1 }), currency),
      price: { value: 0.25, low: null, high: null, unit: '', errors: {}, id: 'p', source: 's' },
    },
  });
  const rowsOf = (...runs: Parameters<typeof compareRuns>[0]) =>
    new Map(compareRuns(runs).rows.map((row) => [row.name, row]));

  test('carbon of one grid: the error of its intensity cancels in the ratio', () => {
    const co2 = rowsOf(aRecord(1000), aRecord(1100)).get('CO2e')?.against[0];
    expect(co2).toMatchObject({ verdict: 'clear' });
    expect(co2?.ratio.value).toBeCloseTo(1.1);
  });

  test('an unknown place of one machine is one place: the ratio is that of the energy', () => {
    const { intensity } = base.carbon;
    const nowhere = (joules: number, host = 'h1') => {
      const record = aRecord(joules, {}, host);
      const operational = {
        value: null,
        low: (joules / 3.6e6) * 20,
        high: (joules / 3.6e6) * 1300,
        unit: 'g',
        errors: {},
      };
      const unknown =
        intensity === null
          ? null
          : {
              ...intensity,
              id: 'grid.unknown',
              value: null,
              low: 20,
              high: 1300,
              zoneFrom: 'unknown' as const,
            };
      return { ...record, carbon: { ...record.carbon, operational, intensity: unknown } };
    };
    const co2 = rowsOf(nowhere(1e6), nowhere(1.1e6)).get('CO2e')?.against[0];
    expect(co2).toMatchObject({ verdict: 'clear', difference: { value: null } });
    expect(co2?.ratio.value).toBeCloseTo(1.1);
    const elsewhere = rowsOf(nowhere(1e6), nowhere(1.1e6, 'h2'));
    expect(elsewhere.get('CO2e')?.against[0]?.verdict).toBe('unclear');
    expect(elsewhere.get('intensity')?.differs).toBe(true);
  });

  test('on two grids it does not', () => {
    const { carbon } = base;
    const operational = written(estimate(20, { 'intensity:DEU:2024': 0.2 }), 'g');
    const co2 = rowsOf(base, { ...base, carbon: { ...carbon, operational } }).get('CO2e')?.against[0];
    expect(co2?.verdict).toBe('unclear');
  });

  test('money of one currency is compared, of two it only stands there', () => {
    const euros = rowsOf(aRecord(1000, cost(0.1, 'EUR')), aRecord(1000, cost(0.2, 'EUR'))).get('cost');
    expect(euros).toMatchObject({ unit: 'EUR', against: [{ verdict: 'clear' }] });
    const mixed = rowsOf(aRecord(1000, cost(0.1, 'EUR')), aRecord(1000, cost(0.2, 'USD'))).get('cost');
    expect(mixed).toMatchObject({ values: [{ value: 0.1 }, '0.20 USD'], against: [null], differs: true });
  });

  test('what no run has is no row; what one lacks is no zero', () => {
    expect([...rowsOf(base, other).keys()]).not.toContain('water');
    const water = {
      total: written(estimate(1, {}), 'L'),
      wue: { value: 1, low: 1, high: 1, unit: 'L/kWh', errors: {}, id: 'w', source: 's' },
    };
    expect(rowsOf(aRecord(1000, { water }), base).get('water')).toMatchObject({
      values: [{ value: 1 }, null],
      against: [null],
    });
  });

  test('marginal beside average carbon is no like for like', () => {
    const { intensity } = base.carbon;
    const marginal = {
      ...base,
      carbon: {
        ...base.carbon,
        intensity: intensity === null ? null : { ...intensity, basis: 'marginal' as const },
      },
    };
    expect(compareRuns([base, marginal]).unlike).toContainEqual({
      what: 'kind of carbon',
      values: ['average, life-cycle', 'marginal, life-cycle'],
    });
  });
});

describe('fields of a record', () => {
  test.each([
    ['energy.wall', 1_119_600],
    ['energy.wall.active', 1_119_600 * 0.8],
    ['energy.components.gpu:0.grade', 'A'],
    ['params.lr', 0.0003],
    ['accuracy', 0.913],
    ['command.0', 'python'],
    ['tags', ['paper']],
  ])('%s', (path, value) => {
    expect(fieldOf(base, path)).toEqual({ ok: true, value });
  });

  test('water and cost are their totals', () => {
    const total = { value: 0.07, low: 0.05, high: 0.1, unit: 'EUR', errors: {} };
    const record = { ...base, cost: { total, price: { ...total, unit: 'EUR/kWh', id: 'p', source: 's' } } };
    expect(fieldOf(record, 'cost')).toEqual({ ok: true, value: 0.07 });
    expect(fieldOf(record, 'cost.total.high')).toEqual({ ok: true, value: 0.1 });
  });

  test('an unknown one is named with what was probably meant', () => {
    const found = fieldOf(base, 'energy.wal');
    expect(found).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND', fix: 'Did you mean `wall`?' } });
  });

  test('the prototype is no field', () => {
    expect(fieldOf(base, 'constructor').ok).toBe(false);
  });
});
