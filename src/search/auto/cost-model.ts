import { quantile } from '../../stats/quantile.ts';
import type { Dimension } from '../samplers/dimension.ts';

/** What a trial took: its point and the logarithm of its joules for a unit of resource. */
export interface Cost {
  readonly point: Float64Array;
  readonly logRate: number;
}

/** Costs count only where the dear tenth takes this many times what the cheap tenth takes. */
const SPREAD = 2;
const FEWEST = 10;
/** Newest trials that are fitted. */
const MOST = 100;
const RIDGE = 0.1;

/**
 * Ridge regression of the logarithm of cost on the coordinates. Simple models of cost do: Guinet, Perrone and Archambeau, arXiv:2011.11456.
 *
 * @returns the logarithm of a point's cost beside the others', up to a constant; undefined where costs hardly differ.
 */
export function fitCost(
  dimensions: readonly Dimension[],
  costs: readonly Cost[],
): ((point: Float64Array) => number) | undefined {
  const newest = costs.slice(-MOST);
  const rates = newest.map(({ logRate }) => logRate).sort((a, b) => a - b);
  if (newest.length < FEWEST || quantile(rates, 0.9) - quantile(rates, 0.1) < Math.log(SPREAD))
    return undefined;
  const middle = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const size = dimensions.reduce((sum, dimension) => sum + widthOf(dimension), 1);
  const matrix = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size + 1);
    row[i] = i === 0 ? 0 : RIDGE;
    return row;
  });
  for (const { point, logRate } of newest) {
    const terms = termsOf(dimensions, point);
    for (const [i, a] of terms) {
      const row = matrix[i] as Float64Array;
      for (const [j, b] of terms) row[j] = (row[j] as number) + a * b;
      row[size] = (row[size] as number) + a * (logRate - middle);
    }
  }
  const weights = solved(matrix);
  return (point) => termsOf(dimensions, point).reduce((sum, [i, a]) => sum + a * (weights[i] as number), 0);
}

/** The terms of a point that are not 0: one, each number, and for each choice the one that was taken. */
function termsOf(
  dimensions: readonly Dimension[],
  point: Float64Array,
): readonly (readonly [number, number])[] {
  const terms: (readonly [number, number])[] = [[0, 1]];
  let at = 1;
  for (const [i, dimension] of dimensions.entries()) {
    const coordinate = point[i] as number;
    if (dimension.kind === 'number') terms.push([at, coordinate]);
    else if (coordinate >= 0) terms.push([at + coordinate, 1]);
    at += widthOf(dimension);
  }
  return terms;
}

function widthOf(dimension: Dimension): number {
  return dimension.kind === 'number' ? 1 : dimension.size;
}

/** Solves a positive definite system in place; the right side is the last column. */
function solved(matrix: readonly Float64Array[]): Float64Array {
  const size = matrix.length;
  for (const [i, pivotRow] of matrix.entries()) {
    const pivot = pivotRow[i] as number;
    for (let j = i; j <= size; j += 1) pivotRow[j] = (pivotRow[j] as number) / pivot;
    for (const [k, row] of matrix.entries()) {
      const factor = row[i] as number;
      if (k === i || factor === 0) continue;
      for (let j = i; j <= size; j += 1) row[j] = (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  return Float64Array.from(matrix, (row) => row[size] as number);
}
