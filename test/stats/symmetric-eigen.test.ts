import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../src/stats/symmetric-eigen.ts';

describe('symmetricEigen', () => {
  it('finds vectors that the matrix only stretches, at right angles to each other', () => {
    const matrix = fc.integer({ min: 1, max: 7 }).chain((n) =>
      fc
        .array(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n, maxLength: n }), {
          minLength: n,
          maxLength: n,
        })
        .map((rows) => rows.map((row, i) => row.map((value, k) => value + ((rows[k] ?? [])[i] as number)))),
    );
    fc.assert(
      fc.property(matrix, (rows) => {
        const { values, vectors } = symmetricEigen(rows);
        for (const [k, value] of values.entries()) {
          const vector = vectors.map((row) => row[k] as number);
          for (const [i, row] of rows.entries()) {
            const stretched = row.reduce((sum, x, at) => sum + x * (vector[at] as number), 0);
            expect(stretched).toBeCloseTo(value * (vector[i] as number), 9);
          }
          for (const [other] of values.entries()) {
            const product = vectors.reduce(
              (sum, row) => sum + (row[k] as number) * (row[other] as number),
              0,
            );
            expect(product).toBeCloseTo(k === other ? 1 : 0, 10);
          }
        }
      }),
    );
  });

  it('keeps the digits of a small eigenvalue beside a large one', () => {
    const { values } = symmetricEigen([
      [1e12, 1],
      [1, 1],
    ]);
    expect(Math.min(...values)).toBeCloseTo(1 - 1e-12, 15);
  });
});
