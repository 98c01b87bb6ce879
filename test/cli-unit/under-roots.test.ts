import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IndexRow } from '../../src/book/index-row.ts';
import { underRoots } from '../../src/cli/views/under-roots.ts';

/** Only what the order goes by. */
const row = (id: string, parentId: string | null, startedMs: number): IndexRow =>
  ({ id, parentId, startedMs }) as IndexRow;

test('parts stand behind their run in the order in which they began, one step deeper', () => {
  const { rows, depths } = underRoots([
    row('other', null, 9),
    row('late', 'repro', 3),
    row('inner', 'late', 4),
    row('early', 'repro', 2),
    row('repro', null, 1),
    row('orphan', 'not listed', 0),
  ]);
  expect(rows.map(({ id }) => id)).toEqual(['other', 'repro', 'early', 'late', 'inner', 'orphan']);
  expect(rows.map(({ id }) => depths.get(id))).toEqual([0, 0, 1, 1, 2, 0]);
});

test('whatever stands in what, every run is listed once, and roots keep their order', () => {
  // The parent of a run is one with a lower number, so there are no rings.
  const forest = fc
    .array(fc.option(fc.nat(), { nil: null }), { maxLength: 30 })
    .map((parents) =>
      parents.map((parent, i) => row(`${i}`, parent === null || i === 0 ? null : `${parent % i}`, i)),
    );
  fc.assert(
    fc.property(
      forest.chain((rows) => fc.shuffledSubarray(rows)),
      (rows) => {
        const placed = underRoots(rows);
        expect(new Set(placed.rows)).toEqual(new Set(rows));
        expect(placed.rows.length).toBe(rows.length);
        const isTop = ({ id }: IndexRow): boolean => placed.depths.get(id) === 0;
        expect(placed.rows.filter(isTop)).toEqual(rows.filter(isTop));
      },
    ),
  );
});
