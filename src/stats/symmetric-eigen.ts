/** Eigenvalues of a symmetric matrix, and its eigenvectors as columns in the same order. */
export interface Eigen {
  readonly values: readonly number[];
  /** `vectors[i][k]`: component i of eigenvector k. */
  readonly vectors: readonly (readonly number[])[];
}

const SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations, which keep small eigenvalues to full precision (G. H.
 * Golub & C. F. Van Loan, Matrix Computations, 8.5).
 *
 * @example
 * symmetricEigen([[2, 0], [0, 3]]).values // [2,3]
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((__, k) => (i === k ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    let isDiagonal = true;
    for (let p = 0; p < n - 1; p += 1) {
      for (let q = p + 1; q < n; q += 1) if (rotate(a, v, p, q)) isDiagonal = false;
    }
    if (isDiagonal) break;
  }
  return { values: a.map((row, i) => row[i] as number), vectors: v };
}

/** Makes element (p, q) zero; false where it is so small already that it does not show in the diagonal. */
function rotate(a: number[][], v: number[][], p: number, q: number): boolean {
  const [rowP, rowQ] = [a[p] as number[], a[q] as number[]];
  const off = rowP[q] as number;
  const scale = Math.sqrt(Math.abs((rowP[p] as number) * (rowQ[q] as number)));
  if (Math.abs(off) <= Number.EPSILON * 0.01 * scale || off === 0) return false;
  const tau = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * off);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  for (let k = 0; k < rowP.length; k += 1) {
    const [x, y] = [rowP[k] as number, rowQ[k] as number];
    rowP[k] = c * x - s * y;
    rowQ[k] = s * x + c * y;
  }
  rowP[q] = 0;
  rowQ[p] = 0;
  for (const row of v) turn(row, p, q, c, s);
  return true;
}

function turn(row: number[], p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p] as number, row[q] as number];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}
