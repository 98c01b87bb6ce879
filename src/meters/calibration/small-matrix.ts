/** Parts of the largest element below which a pivot is nothing. */
const SINGULAR = 1e-13;

/** Inverse of a small square matrix, row by row, by elimination with pivots after scaling its diagonal to one; undefined where it is singular. */
export function inverse(matrix: ArrayLike<number>, n: number): readonly number[] | undefined {
  const at = (i: number, j: number): number => matrix[i * n + j] ?? 0;
  const scales = Array.from({ length: n }, (_, i) => Math.sqrt(Math.abs(at(i, i))) || 1);
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: 2 * n }, (__, j) =>
      j < n ? at(i, j) / ((scales[i] ?? 1) * (scales[j] ?? 1)) : j - n === i ? 1 : 0,
    ),
  );
  for (let column = 0; column < n; column += 1) {
    let best = column;
    for (let i = column + 1; i < n; i += 1)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = i;
    const pivotRow = rows[best] as number[];
    const pivot = pivotRow[column] ?? 0;
    if (!(Math.abs(pivot) > SINGULAR)) return undefined;
    rows[best] = rows[column] as number[];
    rows[column] = pivotRow.map((value) => value / pivot);
    for (let i = 0; i < n; i += 1) {
      const factor = i === column ? 0 : (rows[i]?.[column] ?? 0);
      if (factor === 0) continue;
      rows[i] = (rows[i] as number[]).map((value, j) => value - factor * (rows[column]?.[j] ?? 0));
    }
  }
  return rows.flatMap((row, i) =>
    row.slice(n).map((value, j) => value / ((scales[i] ?? 1) * (scales[j] ?? 1))),
  );
}

/** Matrix times vector. */
export function times(matrix: readonly number[], vector: ArrayLike<number>): readonly number[] {
  const n = vector.length;
  return Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j += 1) sum += (matrix[i * n + j] ?? 0) * (vector[j] ?? 0);
    return sum;
  });
}

/** v'·M·v. */
export function quadratic(matrix: readonly number[], v: readonly number[]): number {
  return times(matrix, v).reduce((sum, value, i) => sum + value * (v[i] ?? 0), 0);
}
