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
 * @param costs the newest ones last.
 * @returns the logarithm of a point's cost beside the others', up to a constant; the point begins at `at`. Undefined where costs hardly differ.
 */
export function fitCost(
  dimensions: readonly Dimension[],
  costs: readonly Cost[],
): ((points: Float64Array, at?: number) => number) | undefined {
  const newest = costs.slice(-MOST);
  const rates = newest.map(({ logRate }) => logRate).sort((a, b) => a - b);
  if (newest.length < FEWEST || quantile(rates, 0.9) - quantile(rates, 0.1) < Math.log(SPREAD))
    return undefined;
  const middle = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const terms = new Terms(dimensions);
  const { size } = terms;
  const matrix = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size + 1);
    row[i] = i === 0 ? 0 : RIDGE;
    return row;
  });
  for (const { point, logRate } of newest) {
    terms.read(point, 0);
    const { count, columns, values } = terms;
    for (let p = 0; p < count; p += 1) {
      const row = matrix[columns[p] as number] as Float64Array;
      const a = values[p] as number;
      for (let q = 0; q < count; q += 1) {
        const column = columns[q] as number;
        row[column] = (row[column] as number) + a * (values[q] as number);
      }
      row[size] = (row[size] as number) + a * (logRate - middle);
    }
  }
  const weights = solved(matrix);
  return (points, at = 0) => {
    terms.read(points, at);
    let sum = 0;
    for (let p = 0; p < terms.count; p += 1)
      sum += (terms.values[p] as number) * (weights[terms.columns[p] as number] as number);
    return sum;
  };
}

/** The terms of a point that are not 0: one, each number, and for each choice the one that was taken. Overwritten from point to point. */
class Terms {
  readonly #dimensions: readonly Dimension[];
  /** How many columns there are. */
  readonly size: number;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  count = 0;

  constructor(dimensions: readonly Dimension[]) {
    this.#dimensions = dimensions;
    this.size = dimensions.reduce((sum, dimension) => sum + widthOf(dimension), 1);
    this.columns = new Int32Array(dimensions.length + 1);
    this.values = new Float64Array(dimensions.length + 1).fill(1);
  }

  read(points: Float64Array, at: number): void {
    let column = 1;
    this.count = 1;
    for (let i = 0; i < this.#dimensions.length; i += 1) {
      const dimension = this.#dimensions[i] as Dimension;
      const coordinate = points[at + i] as number;
      const isNumber = dimension.kind === 'number';
      if (isNumber || coordinate >= 0) {
        this.columns[this.count] = isNumber ? column : column + coordinate;
        this.values[this.count] = isNumber ? coordinate : 1;
        this.count += 1;
      }
      column += widthOf(dimension);
    }
  }
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
