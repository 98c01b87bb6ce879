import { describe, expect, test } from 'vitest';
import { THEMED } from '../../../src/report/chart/palette.ts';
import { breachesOf } from '../../../web/pages/budget/breaches-of.ts';
import type { BudgetData, KindData, MonthData } from '../../../web/pages/budget/budget-data.ts';
import { budgetFigure, eventsOf, lineOf, standingSentence } from '../../../web/pages/budget/budget-figure.ts';
import { shiftMonth } from '../../../web/pages/budget/shift-month.ts';
import { suggested } from '../../../web/pages/budget/suggested.ts';
import { valueAt } from '../../../web/charts/burn-down/burn-down.ts';

const KWH = 3.6e6;
const kind = (wishes: Partial<KindData> = {}): KindData => ({
  kind: 'energy',
  unit: 'J',
  limit: 10 * KWH,
  spent: { value: 4 * KWH, low: 4 * KWH, high: 4 * KWH },
  unknownRuns: 0,
  inFlight: 0,
  inFlightAssumed: 0,
  left: 6 * KWH,
  perDay: KWH,
  forecast: { value: 8 * KWH, low: 7 * KWH, high: 9 * KWH },
  state: 'within',
  passedOn: null,
  days: [
    { date: '2026-11-01', spent: KWH },
    { date: '2026-11-02', spent: 3 * KWH },
  ],
  ...wishes,
});
const data = (one: KindData): BudgetData => ({
  month: {
    key: '2026-11',
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-12-01T00:00:00.000Z',
    days: 30,
    day: 2,
    timeZone: null,
  },
  budgets: [{ project: null, enforce: false, kinds: [one] }],
});
const NOW = Date.parse('2026-11-02T12:00:00Z');
const parts = (wishes: Partial<MonthData> = {}): MonthData => ({
  currency: 'EUR',
  projects: [],
  largest: [],
  commands: [],
  ...wishes,
});

describe('the burn-down', () => {
  test('goes from the limit down to what is left now; without a limit up to what was used', () => {
    expect(lineOf(kind(), 30, 1.5)).toEqual([
      [0, 10 * KWH],
      [1, 9 * KWH],
      [1.5, 6 * KWH],
    ]);
    expect(lineOf(kind({ limit: null }), 30, 1.5).at(-1)).toEqual([1.5, 4 * KWH]);
    expect(valueAt(lineOf(kind(), 30, 1.5), 0.5)).toBe(9.5 * KWH);
  });

  test('says what is used and what the month comes to', () => {
    expect(standingSentence(kind(), 'EUR')).toBe(
      '4.00 kWh of 10.0 kWh used, 40 %. The month comes to 8.00 kWh (7.00 kWh to 9.00 kWh) at this pace. That is within it.',
    );
    expect(standingSentence(kind({ state: 'passing', passedOn: '2026-11-20' }), 'EUR')).toContain(
      'It will be passed on 2026-11-20.',
    );
  });

  test('marks the runs that took a part that is seen, in their order', () => {
    const run = (id: string, day: number, kWh: number) => ({
      id,
      name: id,
      project: 'p',
      startedAt: `2026-11-0${day}T00:00:00Z`,
      energy: kWh * KWH,
      carbon: null,
      cost: null,
    });
    const found = eventsOf(kind(), data(kind()).month, [run('b', 2, 3), run('a', 1, 1), run('c', 1, 0.1)]);
    expect(found.map(({ id }) => id)).toEqual(['a', 'b']);
    const figure = budgetFigure(kind(), data(kind()), found, { nowMs: NOW, currency: 'EUR', title: 't' });
    const drawn = figure.draw({ width: 700, paint: THEMED, prefix: 'x' });
    expect(drawn).not.toContain('NaN');
    expect(drawn.match(/l-5 -9h10z/g)).toHaveLength(2);
    expect(figure.table.rows.at(-1)).toEqual(['2026-11-02', '3.00 kWh', '6.00 kWh', 'b (3.00 kWh)']);
  });
});

describe('what would go beyond', () => {
  const command = (energy: number) => ({
    project: 'p',
    command: 'train',
    runs: 4,
    energy,
    carbon: null,
    cost: null,
  });

  test('is a command whose usual run takes more than is left', () => {
    const found = breachesOf(data(kind()), parts({ commands: [command(7 * KWH), command(KWH)] }));
    expect(found).toHaveLength(1);
    expect(found[0]?.text).toContain('takes 7.00 kWh (median of 4 runs); 6.00 kWh');
  });

  test('is the pace of the month, and any run where nothing is left', () => {
    const passing = kind({ forecast: { value: 12 * KWH, low: 11 * KWH, high: 13 * KWH } });
    expect(breachesOf(data(passing), parts())[0]?.text).toContain('would be passed by 2.00 kWh');
    const passed = kind({ spent: { value: 11 * KWH, low: 0, high: 0 } });
    expect(breachesOf(data(passed), parts())[0]?.text).toContain('is used up');
  });
});

test('a suggestion is a round figure above what the month comes to', () => {
  expect(suggested(data(kind({ limit: null })), 'EUR')).toEqual([
    'joulebook config set budget.energy "8.00 kWh"',
    'joulebook config set budget.carbon "5 kg"',
    'joulebook config set budget.cost "20"',
  ]);
});

test('months go over the ends of a year', () => {
  expect(shiftMonth('2026-01', -1)).toBe('2025-12');
  expect(shiftMonth('2026-12', 1)).toBe('2027-01');
});
