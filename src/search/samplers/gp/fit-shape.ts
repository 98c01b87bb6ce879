import { boxMinimum } from '../../../stats/box-minimum.ts';
import { inverseOf } from '../../../stats/cholesky.ts';
import { GaussianProcess, type Observations, VARIANCE_PRIOR } from './gaussian-process.ts';
import { squaredDistance } from './matern.ts';
import { type ScalePrior, type Shape, type ShapePrior, usualShape } from './shape.ts';

/** Steps of the search for the likeliest shape. */
const STEPS = 40;

/** @returns the shape that fits best what was seen, from the usual one on. */
export function fitShape(seen: Observations, dimensions: number, prior: ShapePrior): Shape {
  const scales = scalesOf(usualShape(dimensions, prior));
  const bounds = [...Array.from({ length: dimensions }, () => prior.length), prior.noise];
  const { point } = boxMinimum((logs, slopes) => misfitOf(seen, logs, prior, slopes), scales.map(Math.log), {
    low: Float64Array.from(bounds, ({ least }) => Math.log(least)),
    high: Float64Array.from(bounds, ({ most }) => Math.log(most)),
    steps: STEPS,
  });
  return shapeOf(point);
}

/**
 * The misfit of a shape.
 *
 * @param logs logarithms of the lengths, then of the noise.
 * @param slopes is given the misfit's slopes along them.
 */
export function misfitOf(
  seen: Observations,
  logs: Float64Array,
  prior: ShapePrior,
  slopes: Float64Array,
): number {
  const shape = shapeOf(logs);
  const process = new GaussianProcess(seen, shape, prior);
  const { count: n, weights, metric, points, variance } = process;
  const width = shape.lengths.length;
  if (process.misfit === Infinity) return Infinity;
  const inverse = inverseOf(process.factor, n);
  slopes.fill(0);
  // 1/2 tr(K^-1 dK) - weights' dK weights n / (2 (n + 2) variance), where the sum over pairs counts each pair twice.
  const share = n / ((n + VARIANCE_PRIOR) * variance);
  let alongNoise = 0;
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i] as number;
    for (let k = 0; k < i; k += 1) {
      const pull = (inverse[i * n + k] as number) - share * weight * (weights[k] as number);
      const r = Math.sqrt(5 * squaredDistance(metric, points, i * width, points, k * width));
      const steep = pull * (5 / 3) * (1 + r) * Math.exp(-r);
      for (let j = 0; j < width; j += 1) {
        const apart = (points[i * width + j] as number) - (points[k * width + j] as number);
        if (apart === 0) continue;
        const t = (metric.isChoice[j] === 1 ? 1 : apart) * (metric.inverse[j] as number);
        slopes[j] = (slopes[j] as number) + steep * t * t;
      }
    }
    alongNoise += (inverse[i * n + i] as number) - share * weight * weight;
  }
  slopes[width] = (alongNoise * shape.noise) / 2 + penaltySlope(prior.noise, logs[width] as number);
  for (let j = 0; j < width; j += 1)
    slopes[j] = (slopes[j] as number) + penaltySlope(prior.length, logs[j] as number);
  return process.misfit;
}

function penaltySlope({ usual, spread }: ScalePrior, log: number): number {
  return (log - Math.log(usual)) / spread;
}

function scalesOf({ lengths, noise }: Shape): Float64Array {
  return Float64Array.of(...lengths, noise);
}

function shapeOf(logs: Float64Array): Shape {
  const scales = logs.map(Math.exp);
  return { lengths: scales.subarray(0, -1), noise: scales.at(-1) ?? 0 };
}
