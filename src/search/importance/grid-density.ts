import { logNormalMass, ndtr } from '../../stats/log-ndtr.ts';

/** Narrowest kernel, in cells: nine tenths of it lie in its own cell. */
const LEAST_SIGMA = 0.5 / 1.64;
/** Scott's rule: factor of the spread, and how many quartile ranges make a standard deviation of a normal distribution. */
const SCOTT = 1.059;
const IQR_OF_SIGMA = 1.34;

/**
 * Density over the cells of a numeric parameter: a normal kernel at each occupied cell, as wide as Scott's rule says, weighted by how many
 * trials are there, and one as wide as the grid.
 *
 * @param counts trials in each cell.
 */
export function numericDensity(counts: readonly number[]): Float64Array {
  const cells = occupied(counts);
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const size = counts.length;
  const density = new Float64Array(size);
  addKernel(density, (size - 1) / 2, size, 1 / (total + 1));
  const sigma = Math.max(scottWidth(cells, total), LEAST_SIGMA);
  for (const { at, count } of cells) addKernel(density, at, sigma, count / (total + 1));
  return density;
}

/** Density over the choices of a categorical parameter, smoothed by one more kernel that holds them all equally. */
export function categoricalDensity(counts: readonly number[]): Float64Array {
  const cells = occupied(counts);
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const size = counts.length;
  const smooth = 1 / (cells.length + 1);
  const density = new Float64Array(size).fill(1 / size / (total + 1));
  const row = 1 + size * smooth;
  for (const { at, count } of cells) {
    for (let i = 0; i < size; i++)
      density[i] = (density[i] as number) + ((count / (total + 1)) * (smooth + (i === at ? 1 : 0))) / row;
  }
  return density;
}

interface Cell {
  readonly at: number;
  readonly count: number;
}

function occupied(counts: readonly number[]): readonly Cell[] {
  return counts.map((count, at) => ({ at, count })).filter(({ count }) => count > 0);
}

/** A normal kernel cut to the grid, whose cells reach half a cell to both sides. */
function addKernel(density: Float64Array, mu: number, sigma: number, weight: number): void {
  const size = density.length;
  const whole = Math.exp(logNormalMass((-0.5 - mu) / sigma, (size - 0.5 - mu) / sigma));
  for (let i = 0; i < size; i++) {
    const mass = massBetween((i - 0.5 - mu) / sigma, (i + 0.5 - mu) / sigma);
    density[i] = (density[i] as number) + (weight * mass) / whole;
  }
}

function massBetween(a: number, b: number): number {
  return a > 0 ? ndtr(-a) - ndtr(-b) : ndtr(b) - ndtr(a);
}

/** Scott's rule with the smaller of the deviation and the quartile range; quartiles are those of cells, by whole trials. */
function scottWidth(cells: readonly Cell[], total: number): number {
  const mean = cells.reduce((sum, { at, count }) => sum + at * count, 0) / total;
  const square = cells.reduce((sum, { at, count }) => sum + count * (at - mean) ** 2, 0);
  const sigma = Math.sqrt(square / Math.max(1, total - 1));
  const cumulative: number[] = [];
  for (const { count } of cells) cumulative.push((cumulative.at(-1) ?? 0) + count);
  const first = cumulative.findIndex((sum) => sum >= Math.floor(total / 4));
  const third = cumulative.findIndex((sum) => sum > Math.floor((total * 3) / 4));
  const upper = cells[third < 0 ? cells.length - 1 : third]?.at ?? 0;
  const iqr = upper - (cells[Math.max(0, first)]?.at ?? 0);
  return SCOTT * Math.min(iqr / IQR_OF_SIGMA, sigma) * total ** -0.2;
}
