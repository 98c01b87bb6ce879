import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorise, solveLower, solveLowerAll, solveUpper } from '../../src/stats/cholesky.ts';

const numbers = (length: number) =>
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length });
/** A matrix B of some size, and B B' + 1, which is positive definite. */
const definite = fc.integer({ min: 1, max: 11 }).chain((n) =>
  numbers(n * n).map((b) => ({
    n,
    matrix: Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k += 1) sum += (b[i * n + k] as number) * (b[j * n + k] as number);
      return sum;
    }),
  })),
);

describe("Cholesky's factor", () => {
  it('solves systems', () => {
    fc.assert(
      fc.property(definite, fc.nat(10), ({ n, matrix }, salt) => {
        const wanted = Float64Array.from({ length: n }, (_, i) => Math.sin(i + salt));
        const x = Float64Array.from(wanted, (_, i) =>
          wanted.reduce((sum, value, j) => sum + (matrix[i * n + j] as number) * value, 0),
        );
        const factor = Float64Array.from(matrix);
        factorise(factor, n);
        solveLower(factor, n, x);
        solveUpper(factor, n, x);
        for (const [i, value] of wanted.entries()) expect(x[i]).toBeCloseTo(value, 8);
      }),
    );
  });

  it('has half the logarithm of the determinant', () => {
    // 4·3·2 + 2·(1·0.2·0.5) - 4·0.2² - 3·0.5² - 2·1²
    const matrix = Float64Array.of(4, 0, 0, 1, 3, 0, 0.5, 0.2, 2);
    expect(factorise(matrix, 3)).toBeCloseTo(Math.log(21.29) / 2, 14);
  });

  it('is none of a matrix that is not positive definite', () => {
    expect(factorise(Float64Array.of(1, 0, 2, 1), 2)).toBeNaN();
  });

  it('solves many systems to the bit as one by one', () => {
    fc.assert(
      fc.property(definite, fc.nat(9), ({ n, matrix }, count) => {
        factorise(matrix, n);
        const rows = Float64Array.from({ length: count * n }, (_, at) => Math.cos(at));
        const single = Array.from({ length: count }, (_, k) => rows.slice(k * n, (k + 1) * n));
        const squares = new Float64Array(count);
        solveLowerAll(matrix, n, rows, squares);
        expect([...squares]).toEqual(single.map((row) => solveLower(matrix, n, row)));
        expect([...rows]).toEqual(single.flatMap((row) => [...row]));
      }),
    );
  });
});
