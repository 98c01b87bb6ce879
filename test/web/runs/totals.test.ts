import { describe, expect, test } from 'vitest';
import { packed } from '../../../src/book/columns/packed.ts';
import { RunTable } from '../../../web/state/runs/run-table.ts';
import { groupsOf } from '../../../web/pages/runs/grouping.ts';
import { totalsOf } from '../../../web/pages/runs/totals.ts';

function table(
  columns: Readonly<Record<string, readonly unknown[]>>,
  about: Partial<RunTable['list']> = {},
): RunTable {
  const count = Object.values(columns)[0]?.length ?? 0;
  return new RunTable({
    version: 'v',
    count,
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, packed(values)])),
    unknown: [],
    nested: [],
    sums: [],
    metrics: [],
    work: [],
    paramCount: 0,
    nowMs: 0,
    ...about,
  });
}

const COLUMNS = {
  energyJ: [100, 40, null, 7],
  co2G: [1, 2, 4, 8],
  co2Kind: ['average, life-cycle', 'average, life-cycle', null, 'average, direct'],
  cost: [1, 1, 1, 1],
  currency: ['EUR', 'EUR', 'EUR', 'USD'],
};

describe('what runs used in all', () => {
  test('is the sum of root runs, with what is not known said', () => {
    const totals = totalsOf(table(COLUMNS, { nested: [1] }), [0, 1, 2]);
    expect(totals).toMatchObject({
      runs: 3,
      nested: 1,
      energyJ: 100,
      unknown: 1,
      co2G: 5,
      cost: 2,
      currency: 'EUR',
    });
  });

  test('counts of a sum and its parts the sum alone, and the parts where the sum is not among them', () => {
    const book = table(COLUMNS, { sums: [[0, [1, 3]]] });
    expect(totalsOf(book, [0, 1, 3])?.energyJ).toBe(100);
    expect(totalsOf(book, [1, 3])?.energyJ).toBe(47);
  });

  test('names the kinds of carbon that do not add up, and sums no two currencies', () => {
    const totals = totalsOf(table(COLUMNS), [0, 1, 2, 3]);
    expect(totals?.kinds).toEqual(['average, direct', 'average, life-cycle']);
    expect(totals?.cost).toBeNull();
  });

  test('is not told before the exact columns are there', () => {
    expect(totalsOf(table({ energyJ: [1] }), [0])).toBeUndefined();
  });

  test('of no runs is nothing known, not zero', () => {
    expect(totalsOf(table(COLUMNS), [])).toMatchObject({ runs: 0, energyJ: null, co2G: null, cost: null });
  });
});

test('groups: most energy first, a run with two tags in both, a mean with its interval', () => {
  const tags = [['a', 'b'], ['a'], [], ['b']];
  const groups = groupsOf(table(COLUMNS), [0, 1, 2, 3], tags, [1, 3, 9, 'x']);
  expect(groups.map(({ value, rows }) => [value, rows])).toEqual([
    ['a', [0, 1]],
    ['b', [0, 3]],
    [null, [2]],
  ]);
  expect(groups[0]?.metric).toEqual({ mean: 2, half: expect.closeTo(1.96, 9) as number, count: 2 });
  expect(groups[1]?.metric).toEqual({ mean: 1, half: null, count: 1 });
});
