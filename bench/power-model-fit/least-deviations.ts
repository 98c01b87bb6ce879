/** A linear fit by least absolute deviations. */
export interface LadOptions {
  /** Penalty on the squares of all coefficients but the first, relative to the sum of the weights. */
  readonly ridge: number;
  readonly rounds?: number;
}

/** A residual smaller than this counts as this: without it the weights would grow without bounds. */
const LEAST_RESIDUAL = 1e-3;
/** Scale of the residuals, ln W: with it a penalty means the same beside weights of any size. */
const SCALE = 0.1;
const ROUNDS = 60;

/**
 * Coefficients b that make Σ weight·|y − X·b| + ridge small: least squares again and again, each row weighted by the inverse of its last
 * residual (iteratively reweighted least squares; Schlossmacher, JASA 68, 1973). The median of what is measured is predicted, so a few
 * odd servers do not decide.
 */
export function leastDeviations(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weights: readonly number[],
  { ridge, rounds = ROUNDS }: LadOptions,
): number[] {
  const size = rows[0]?.length ?? 0;
  const penalty = ridge * weights.reduce((sum, weight) => sum + weight, 0);
  let now = weights.slice();
  let found = Array.from({ length: size }, () => 0);
  for (let round = 0; round < rounds; round += 1) {
    found = weightedSquares(rows, targets, now, penalty);
    now = rows.map((row, i) => {
      const residual = Math.abs((targets[i] ?? 0) - dot(row, found));
      return ((weights[i] ?? 0) * SCALE) / Math.max(residual, LEAST_RESIDUAL);
    });
  }
  return found;
}

/** Σ a·b. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function weightedSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weights: readonly number[],
  penalty: number,
): number[] {
  const size = rows[0]?.length ?? 0;
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) => (i === j ? (i === 0 ? 1e-9 : penalty) : 0)),
  );
  rows.forEach((row, r) => {
    const weight = weights[r] ?? 0;
    for (let i = 0; i < size; i += 1) {
      const scaled = weight * (row[i] ?? 0);
      if (scaled === 0) continue;
      const line = matrix[i] ?? [];
      for (let j = 0; j < size; j += 1) line[j] = (line[j] ?? 0) + scaled * (row[j] ?? 0);
      line[size] = (line[size] ?? 0) + scaled * (targets[r] ?? 0);
    }
  });
  return solved(matrix);
}

/** Gauss's elimination with the largest pivot of each column. */
function solved(matrix: number[][]): number[] {
  const size = matrix.length;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let i = column + 1; i < size; i += 1) {
      if (Math.abs(matrix[i]?.[column] ?? 0) > Math.abs(matrix[best]?.[column] ?? 0)) best = i;
    }
    const [pivot, other] = [matrix[best] ?? [], matrix[column] ?? []];
    matrix[column] = pivot;
    if (best !== column) matrix[best] = other;
    const head = pivot[column] ?? 1;
    for (let i = column + 1; i < size; i += 1) {
      const line = matrix[i] ?? [];
      const factor = (line[column] ?? 0) / head;
      if (factor === 0) continue;
      for (let j = column; j <= size; j += 1) line[j] = (line[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  const found = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i -= 1) {
    const line = matrix[i] ?? [];
    let rest = line[size] ?? 0;
    for (let j = i + 1; j < size; j += 1) rest -= (line[j] ?? 0) * (found[j] ?? 0);
    found[i] = rest / (line[i] ?? 1);
  }
  return found;
}
