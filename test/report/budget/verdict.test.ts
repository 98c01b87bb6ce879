import { describe, expect, test } from 'vitest';
import { rowOf } from '../../../src/book/index-row.ts';
import type { Budget } from '../../../src/report/budget/budget.ts';
import { Calendar } from '../../../src/report/budget/calendar.ts';
import { expectedRun } from '../../../src/report/budget/expected-run.ts';
import { evenProfile } from '../../../src/report/budget/run-time.ts';
import { standingOf } from '../../../src/report/budget/standing.ts';
import { verdictOf } from '../../../src/report/budget/verdict.ts';
import { aRecord } from '../../book/a-record.ts';

const KWH = 3.6e6;
const utc = new Calendar('UTC');
const NOW = Date.parse('2026-11-21T00:00:00Z');
const month = utc.monthOf(NOW);

/** A book that has used 1 kWh on each of the twenty days until now. */
const rows = Array.from({ length: 20 }, (_, i) =>
  rowOf(
    aRecord({ startedAt: `2026-11-${String(i + 1).padStart(2, '0')}T10:00:00.000Z`, energyJ: KWH }),
    'runs/x',
  ),
);
function judged(budget: Partial<Budget>, { inFlightKWh = 0, assumedKWh = 0, expectedKWh = 0 } = {}) {
  const facts = {
    month,
    nowMs: NOW,
    currency: 'EUR',
    daysBefore: utc.daysBefore(NOW, 14),
    runs: rows.map((row) => [row, evenProfile(row, NOW)] as const),
    inFlight: { energy: (inFlightKWh + assumedKWh) * KWH, carbon: 0, cost: 0 },
    inFlightAssumed: { energy: assumedKWh * KWH, carbon: 0, cost: 0 },
  };
  const expected =
    expectedKWh === 0 ? {} : { energy: { median: expectedKWh * KWH, least: expectedKWh * KWH, runs: 5 } };
  const whole: Budget = { project: null, limits: {}, enforce: false, ...budget };
  return verdictOf(standingOf(whole, facts), expected, { currency: 'EUR', month: month.key, ascii: true });
}
const kWh = (limit: number): Budget['limits'] => ({ energy: limit * KWH });

describe('what a budget says to a run that is about to begin', () => {
  test('nothing while there is enough', () => {
    expect(judged({ limits: kWh(40) })).toEqual({ warnings: [] });
  });

  test('that it is used up, and where it is enforced no', () => {
    const { warnings, refused } = judged({ limits: kWh(20) });
    expect(warnings[0]?.what).toBe('the energy budget of 2026-11 is used up: 20.0 kWh of 20.0 kWh');
    expect(refused).toBeUndefined();
    const enforced = judged({ limits: kWh(20), enforce: true });
    expect(enforced.refused).toMatchObject({ code: 'E_BUDGET' });
    expect(enforced.refused?.what).toMatch(/^not started: the energy budget of 2026-11 is used up/);
  });

  test('that the month will pass it at this pace, and when; that refuses nothing', () => {
    const { warnings, refused } = judged({ limits: kWh(25), enforce: true });
    expect(refused).toBeUndefined();
    expect(warnings[0]?.what).toBe('the energy budget of 2026-11 will be passed on 2026-11-26');
    expect(warnings[0]?.why).toContain('the month comes to 30.0 kWh');
  });

  test('that what is running will use up the rest', () => {
    const { refused } = judged({ limits: kWh(22), enforce: true }, { inFlightKWh: 2.5 });
    expect(refused?.what).toContain('will be used up by what is running');
    expect(refused?.why).toContain('another 2.50 kWh');
  });

  test('that what is running will use up the rest if it goes on: a warning also where it is enforced', () => {
    const { refused, warnings } = judged({ limits: kWh(22), enforce: true }, { assumedKWh: 2.5 });
    expect(refused).toBeUndefined();
    expect(warnings[0]?.what).toContain('will be used up by what is running');
    expect(warnings[0]?.why).toContain('if they last as long again as they have');
  });

  test('that runs of the command took more than is left: refused where even the cheapest did', () => {
    expect(judged({ limits: kWh(31) }, { expectedKWh: 12 }).warnings[0]?.what).toBe(
      'this run will go beyond the energy budget of 2026-11',
    );
    expect(judged({ limits: kWh(31), enforce: true }, { expectedKWh: 12 }).refused?.why).toContain(
      '12.0 kWh each',
    );
  });

  test('and names the project that it is of', () => {
    expect(judged({ limits: kWh(1), project: 'bert-fr' }).warnings[0]).toMatchObject({
      what: expect.stringContaining('the energy budget of bert-fr for 2026-11') as string,
      fix: expect.stringContaining('budget.projects.bert-fr.energy') as string,
    });
  });
});

test('the next run of a command is foretold from three good ones on', () => {
  const of = (...joules: readonly number[]) =>
    expectedRun(
      joules.map((energyJ) => rowOf(aRecord({ energyJ }), 'runs/x')),
      'energy',
      'EUR',
    );
  expect(of(5, 1)).toBeUndefined();
  expect(of(5, 1, 3)).toEqual({ median: 3, least: 1, runs: 3 });
});

test('a month that nothing is known of is not one of nothing', () => {
  const standing = standingOf(
    { project: null, limits: { cost: 10 }, enforce: true },
    {
      month,
      nowMs: NOW,
      currency: 'EUR',
      daysBefore: utc.daysBefore(NOW, 14),
      runs: rows.map((row) => [row, evenProfile(row, NOW)] as const),
      inFlight: { energy: 0, carbon: 0, cost: 0 },
    },
  );
  expect(standing.kinds[0]).toMatchObject({
    kind: 'cost',
    forecast: null,
    spent: { value: 0, unknownRuns: 20 },
  });
});
