import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowOf } from '../../../src/book/index-row.ts';
import { evenProfile, partWithin, type Profile } from '../../../src/report/budget/run-time.ts';
import { countedRuns, spentBetween } from '../../../src/report/budget/spent.ts';
import type { BudgetRow } from '../../../src/report/budget/spending-of-run.ts';
import { aRecord, type RecordWishes } from '../../book/a-record.ts';

const row = (wishes: RecordWishes): BudgetRow => rowOf(aRecord(wishes), 'runs/x');
const at = (text: string): number => Date.parse(text);
const NOW = at('2026-12-10T00:00:00Z');
const timed = (...rows: readonly BudgetRow[]) => rows.map((one) => [one, evenProfile(one, NOW)] as const);
const november = { fromMs: at('2026-11-01'), toMs: at('2026-12-01') };
const december = { fromMs: at('2026-12-01'), toMs: at('2027-01-01') };

/** Four hours over the end of November, a quarter of them in December. */
const overBorder = row({
  startedAt: '2026-11-30T21:00:00.000Z',
  endedAt: '2026-12-01T01:00:00.000Z',
  durationS: 4 * 3600,
  energyJ: 4000,
  co2G: 40,
});

describe('a run over the border of a month', () => {
  test('counts in each with its time where nothing else is known', () => {
    expect(spentBetween(timed(overBorder), 'energy', 'EUR', november).value).toBeCloseTo(3000, 9);
    expect(spentBetween(timed(overBorder), 'energy', 'EUR', december).value).toBeCloseTo(1000, 9);
    expect(spentBetween(timed(overBorder), 'carbon', 'EUR', december).value).toBeCloseTo(10, 9);
  });

  test('counts with its power over time where that is known', () => {
    const profile: Profile = [
      { fromMs: at('2026-11-30T21:00:00Z'), toMs: at('2026-12-01T00:00:00Z'), weight: 1 },
      { fromMs: at('2026-12-01T00:00:00Z'), toMs: at('2026-12-01T01:00:00Z'), weight: 9 },
    ];
    expect(spentBetween([[overBorder, profile]], 'energy', 'EUR', december).value).toBeCloseTo(3600, 9);
  });

  test('one that is alive lasts until now', () => {
    const alive = { ...overBorder, state: 'running' as const, endedMs: null, durationS: 60 };
    const [{ toMs } = { toMs: 0 }] = evenProfile(alive, NOW);
    expect(toMs).toBe(NOW);
  });
});

test('however time is cut into pieces, the parts of a run add up to all of it', () => {
  const stretch = fc.record({
    fromMs: fc.integer({ min: 0, max: 1000 }),
    lengthMs: fc.integer({ min: 0, max: 500 }),
    weight: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(stretch, { minLength: 1, maxLength: 8 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 1499 }), { maxLength: 8 }),
      (stretches, cuts) => {
        const profile = stretches.map(({ fromMs, lengthMs, weight }) => ({
          fromMs,
          toMs: fromMs + lengthMs,
          weight,
        }));
        const borders = [0, ...cuts.sort((a, b) => a - b), 1501];
        const parts = borders.slice(1).map((to, i) => partWithin(profile, borders[i] ?? 0, to));
        expect(parts.every((part) => part >= 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
      },
    ),
  );
});

test('nested runs and parts of a sum are counted once, and of one project only its own', () => {
  const root = row({ startedAt: '2026-11-02T10:00:00.000Z', project: 'a' });
  const stage = row({ startedAt: '2026-11-02T10:00:01.000Z', project: 'a', parentId: root.id });
  const other = row({ startedAt: '2026-11-03T10:00:00.000Z', project: 'b' });
  const sum = { ...row({ startedAt: '2026-11-02T10:00:02.000Z', project: 'a' }), parts: [root.id] };
  expect(countedRuns([root, stage, other], null).map(({ id }) => id)).toEqual([root.id, other.id]);
  expect(countedRuns([root, stage, other], 'a').map(({ id }) => id)).toEqual([root.id]);
  expect(countedRuns([root, other, sum], 'a').map(({ id }) => id)).toEqual([sum.id]);
});

describe('what is not known', () => {
  test('counts with its lower bound, and is said', () => {
    const unknown = row({ startedAt: '2026-11-02T10:00:00.000Z', energyJ: null });
    expect(spentBetween(timed(unknown), 'energy', 'EUR', november)).toMatchObject({
      value: 1,
      low: 1,
      high: 9,
      unknownRuns: 1,
    });
  });

  test('money of another currency is not added', () => {
    const dollars: BudgetRow = {
      ...row({ startedAt: '2026-11-02T10:00:00.000Z' }),
      cost: 5,
      costLow: 4,
      costHigh: 6,
      currency: 'USD',
    };
    expect(spentBetween(timed(dollars), 'cost', 'EUR', november)).toMatchObject({ value: 0, unknownRuns: 1 });
    expect(spentBetween(timed(dollars), 'cost', 'USD', november)).toMatchObject({ value: 5, unknownRuns: 0 });
  });
});
