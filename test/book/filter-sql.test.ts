import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches, matches } from '../../src/book/filter-match.ts';
import { ordered } from '../../src/book/order-rows.ts';
import { orderSql, toSql } from '../../src/book/filter-sql.ts';
import { factsOf, INSERT_RUN, insertFacts, runValues, SCHEMA } from '../../src/book/index-schema.ts';
import type { IndexRow } from '../../src/book/index-row.ts';
import { openSqlite, type Sqlite, sqliteEngines } from '../../src/book/sqlite.io.ts';
import { someCondition, someRows, someSort } from './filter-arbitrary.ts';

function filled(db: Sqlite, rows: readonly IndexRow[]): void {
  db.exec('DELETE FROM facts; DELETE FROM runs');
  rows.forEach((row, i) => {
    db.prepare(INSERT_RUN).run(i, row.path, i, ...runValues(row));
    const facts = factsOf(row).map(([key, ...values]) => [key, i, ...values]);
    if (facts.length > 0) db.prepare(insertFacts(facts.length)).run(...facts.flat());
  });
}

describe.each(sqliteEngines())('the SQL of a filter, in %s', (engine) => {
  const opened = openSqlite(':memory:', { engine });
  if (!opened.ok) throw new Error(opened.error.what);
  const db = opened.value;
  for (const statement of SCHEMA) db.exec(statement);

  it('finds the rows that the filter matches, in the same order', () => {
    let some = 0;
    let none = 0;
    fc.assert(
      fc.property(
        someRows,
        fc.array(fc.tuple(someCondition, someSort), { minLength: 5, maxLength: 5 }),
        (rows, filters) => {
          filled(db, rows);
          for (const [condition, sort] of filters) {
            const where = toSql(condition);
            const order = orderSql(sort);
            const sql = `SELECT n FROM runs WHERE ${where.text} ORDER BY ${order.text}`;
            const bySql = db
              .prepare(sql)
              .all(...where.values, ...order.values)
              .map((found) => rows[Number(found['n'])]?.id);
            const matching = rows.filter((row) => matches(condition, row));
            const byRow = ordered(matching, sort);
            expect(bySql).toEqual(byRow.map((row) => row.id));
            if (byRow.length > 0) some++;
            if (byRow.length < rows.length) none++;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(some).toBeGreaterThan(200); // the law was not tried on empty answers alone
    expect(none).toBeGreaterThan(200);
  });
});

describe('a pattern', () => {
  it('takes time linear in the text, whatever the stars', () => {
    const stars = Array.from({ length: 30 }, () => ['*', { text: 'a' }] as const).flat();
    const before = performance.now();
    expect(globMatches([...stars, { text: 'b' }], 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(15_000);
  });
});
