import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST_COLUMNS, packedColumn } from '../../../src/book/columns/run-column.ts';
import { EVERYTHING } from '../../../src/book/filter-ast.ts';
import { matches } from '../../../src/book/filter-match.ts';
import { ordered } from '../../../src/book/order-rows.ts';
import type { IndexRow } from '../../../src/book/index-row.ts';
import { printEnergy } from '../../../src/units/format.ts';
import { findRuns } from '../../../web/state/runs/find-runs.ts';
import { type RunListData, RunTable } from '../../../web/state/runs/run-table.ts';
import { banded } from '../../../web/parts/quantity-text.ts';
import { someCondition, someRows, someSort } from '../../book/filter-arbitrary.ts';

/** What the server sends of some runs, as it arrives. */
function sent(rows: readonly IndexRow[], names: readonly string[]): RunListData {
  const columns = names.map((name) => [name, packedColumn(name, rows)] as const);
  const list = {
    version: 'v',
    count: rows.length,
    columns: Object.fromEntries(columns.filter(([, column]) => column !== undefined)),
    unknown: columns.flatMap(([name, column]) => (column === undefined ? [name] : [])),
    nested: [],
    sums: [],
    metrics: [],
    work: [],
    paramCount: 0,
    nowMs: 0,
  };
  return JSON.parse(JSON.stringify(list)) as RunListData;
}

/** As the page does: columns that are missing are asked for, then it is filtered. */
function found(
  rows: readonly IndexRow[],
  ...filter: Parameters<typeof findRuns> extends [unknown, ...infer F] ? F : never
) {
  let table = new RunTable(sent(rows, FIRST_COLUMNS));
  for (let round = 0; round < 2; round++) {
    const finding = findRuns(table, ...filter);
    if ('rows' in finding) return finding.rows;
    table = new RunTable(sent(rows, finding.missing), table);
  }
  throw new Error('what was asked for is still missing');
}

describe('the runs that a page finds', () => {
  test('are those of joulebook ls, in the same order', () => {
    fc.assert(
      fc.property(
        someRows,
        fc.array(fc.tuple(someCondition, someSort), { minLength: 4, maxLength: 4 }),
        (unordered, filters) => {
          // As the index keeps them: what JSON cannot write is null.
          const rows = ordered(JSON.parse(JSON.stringify(unordered)) as IndexRow[], []);
          for (const [where, sort] of filters) {
            const matching = rows.filter((row) => matches(where, row));
            const expected = ordered(matching, sort);
            expect(found(rows, where, sort).map((at) => rows[at]?.id)).toEqual(expected.map(({ id }) => id));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('need no further column where nothing is filtered', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const finding = findRuns(new RunTable(sent(rows, FIRST_COLUMNS)), EVERYTHING.where, []);
        expect(finding).toHaveProperty(
          'rows',
          rows.map((_, at) => at),
        );
      }),
    );
  });

  test('stay one list while the same match, so that nothing is added up again for another order', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const where = { op: 'compare', on: { field: 'energy' }, with: '>', value: 0 } as const;
        const table = new RunTable(sent(rows, ['energyJ', 'name']));
        const [byName, bySize] = (['name', 'energy'] as const).map((field) => [
          { by: { field }, descending: true },
        ]);
        const first = findRuns(table, where, byName ?? []);
        if (!('matching' in first)) throw new Error('columns are missing');
        const second = findRuns(table, where, bySize ?? [], first.matching);
        if (!('matching' in second)) throw new Error('columns are missing');
        expect(second.matching.rows).toBe(first.matching.rows);
        expect(new Set(second.rows)).toEqual(new Set(first.rows));
        const other = findRuns(table, EVERYTHING.where, [], first.matching);
        expect(other).toHaveProperty(
          'rows',
          rows.map((_, at) => at),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('are not compared by what is only as exact as it is shown', () => {
    const table = new RunTable(sent([], FIRST_COLUMNS));
    const energy = { op: 'compare', on: { field: 'energy' }, with: '>', value: 1 } as const;
    expect(findRuns(table, energy, [])).toEqual({ missing: ['energyJ'] });
  });

  test('are shown as joulebook ls shows them before any exact column is there', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const table = new RunTable(sent(rows, FIRST_COLUMNS));
        const of = (key: string, at: number) => (table.shown(key)?.[at] ?? null) as number | null;
        for (const [at, row] of rows.entries()) {
          // What is smaller than all numbers but zero once it is in watt-hours is nothing that was ever measured.
          if (row.energyJ !== null && row.energyJ > 0 && row.energyJ < 1e-300) continue;
          expect(table.shown('name')?.[at]).toBe(row.name);
          expect(printEnergy(banded(of('energyJ', at), of('energyLowJ', at), of('energyHighJ', at)))).toBe(
            printEnergy(banded(row.energyJ, row.energyLowJ, row.energyHighJ)),
          );
        }
      }),
    );
  });
});
