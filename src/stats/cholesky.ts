/*
 * Matrices are flat, row by row, `n` wide; of a triangular one the lower triangle counts. Inner products are sums of their terms in one
 * order, several of them side by side: a processor adds four sums in the time of one, and what comes out is the same to the bit.
 */

/**
 * Cholesky's factor of a symmetric positive definite matrix, in place.
 *
 * @returns half the logarithm of the determinant; NaN where the matrix is not positive definite.
 */
export function factorise(a: Float64Array, n: number): number {
  let halfLogDeterminant = 0;
  for (let j = 0; j < n; j += 1) {
    const at = j * n;
    let diagonal = a[at + j] as number;
    for (let k = 0; k < j; k += 1) diagonal -= (a[at + k] as number) * (a[at + k] as number);
    halfLogDeterminant += 0.5 * Math.log(diagonal);
    const root = Math.sqrt(diagonal);
    a[at + j] = root;
    let i = j + 1;
    for (; i + 3 < n; i += 4) {
      const [r0, r1, r2, r3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
      let s0 = a[r0 + j] as number;
      let s1 = a[r1 + j] as number;
      let s2 = a[r2 + j] as number;
      let s3 = a[r3 + j] as number;
      for (let k = 0; k < j; k += 1) {
        const x = a[at + k] as number;
        s0 -= (a[r0 + k] as number) * x;
        s1 -= (a[r1 + k] as number) * x;
        s2 -= (a[r2 + k] as number) * x;
        s3 -= (a[r3 + k] as number) * x;
      }
      a[r0 + j] = s0 / root;
      a[r1 + j] = s1 / root;
      a[r2 + j] = s2 / root;
      a[r3 + j] = s3 / root;
    }
    for (; i < n; i += 1) {
      const row = i * n;
      let sum = a[row + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (a[row + k] as number) * (a[at + k] as number);
      a[row + j] = sum / root;
    }
  }
  return halfLogDeterminant;
}

/** Solves L x = b in place. @returns x · x. */
export function solveLower(l: Float64Array, n: number, b: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < n; i += 1) {
    const row = i * n;
    let sum = b[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (l[row + k] as number) * (b[k] as number);
    const x = sum / (l[row + i] as number);
    b[i] = x;
    squares += x * x;
  }
  return squares;
}

/** Solves L' x = b in place. */
export function solveUpper(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i] as number;
    for (let k = i + 1; k < n; k += 1) sum -= (l[k * n + i] as number) * (b[k] as number);
    b[i] = sum / (l[i * n + i] as number);
  }
}

/**
 * Solves L x = b for many right sides.
 *
 * @param rows the right sides one after another, `n` numbers each; they are overwritten.
 * @param squares is given x · x of each.
 */
export function solveLowerAll(l: Float64Array, n: number, rows: Float64Array, squares: Float64Array): void {
  const count = squares.length;
  let at = 0;
  for (; at + 3 < count; at += 4) {
    const [b0, b1, b2, b3] = [at * n, (at + 1) * n, (at + 2) * n, (at + 3) * n];
    let [q0, q1, q2, q3] = [0, 0, 0, 0];
    for (let i = 0; i < n; i += 1) {
      const row = i * n;
      let s0 = rows[b0 + i] as number;
      let s1 = rows[b1 + i] as number;
      let s2 = rows[b2 + i] as number;
      let s3 = rows[b3 + i] as number;
      for (let k = 0; k < i; k += 1) {
        const x = l[row + k] as number;
        s0 -= x * (rows[b0 + k] as number);
        s1 -= x * (rows[b1 + k] as number);
        s2 -= x * (rows[b2 + k] as number);
        s3 -= x * (rows[b3 + k] as number);
      }
      const diagonal = l[row + i] as number;
      s0 /= diagonal;
      s1 /= diagonal;
      s2 /= diagonal;
      s3 /= diagonal;
      rows[b0 + i] = s0;
      rows[b1 + i] = s1;
      rows[b2 + i] = s2;
      rows[b3 + i] = s3;
      q0 += s0 * s0;
      q1 += s1 * s1;
      q2 += s2 * s2;
      q3 += s3 * s3;
    }
    squares[at] = q0;
    squares[at + 1] = q1;
    squares[at + 2] = q2;
    squares[at + 3] = q3;
  }
  for (; at < count; at += 1) squares[at] = solveLower(l, n, rows.subarray(at * n, (at + 1) * n));
}

/** Solves L' x = b in place, row by row: for large factors, whose columns are far apart in memory. */
export function solveUpperByRows(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = i * n;
    const x = (b[i] as number) / (l[row + i] as number);
    b[i] = x;
    for (let k = 0; k < i; k += 1) b[k] = (b[k] as number) - (l[row + k] as number) * x;
  }
}

/** @returns the inverse of the matrix that L is the factor of; its lower triangle alone. */
export function inverseOf(l: Float64Array, n: number): Float64Array {
  // Row j is column j of the inverse of L, which begins at j.
  const columns = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1) {
    const at = j * n;
    for (let i = j; i < n; i += 1) {
      const row = i * n;
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k += 1) sum -= (l[row + k] as number) * (columns[at + k] as number);
      columns[at + i] = sum / (l[row + i] as number);
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = i; k < n; k += 1) sum += (columns[i * n + k] as number) * (columns[j * n + k] as number);
      inverse[i * n + j] = sum;
    }
  }
  return inverse;
}
