/** Length scales, one for each dimension, and the variance of the noise as a part of that of the function. */
export interface Shape {
  readonly lengths: Float64Array;
  readonly noise: number;
}

/** A scale before anything is seen: its logarithm is normal around that of `usual` with this variance, and it lies in between. */
export interface ScalePrior {
  readonly usual: number;
  readonly spread: number;
  readonly least: number;
  readonly most: number;
}

/** What is known of shapes beforehand. */
export interface ShapePrior {
  readonly length: ScalePrior;
  readonly noise: ScalePrior;
}

/** For what is as rough and as noisy as ranks are. */
export const RANKS: ShapePrior = {
  length: { usual: 0.6, spread: 1.2, least: 0.05, most: 4 },
  noise: { usual: 0.1, spread: 2, least: 0.003, most: 1 },
};

/**
 * For losses, which may be as smooth as a parabola and without any noise. The more parameters there are the farther apart points lie, and
 * the longer lengths are (Hvarfner et al., arXiv:2402.02229).
 */
export function forLosses(dimensions: number): ShapePrior {
  return {
    length: { usual: 0.2 * Math.sqrt(Math.max(dimensions, 1)), spread: 2, least: 0.02, most: 50 },
    noise: { usual: 1e-4, spread: 9, least: 1e-6, most: 1 },
  };
}

/** @returns the shape that is assumed before anything is seen. */
export function usualShape(dimensions: number, { length, noise }: ShapePrior = RANKS): Shape {
  return { lengths: new Float64Array(dimensions).fill(length.usual), noise: noise.usual };
}

/** How unusual a shape is: the negative logarithm of its prior, up to a constant. */
export function shapePenalty({ lengths, noise }: Shape, prior: ShapePrior): number {
  let penalty = Math.log(noise / prior.noise.usual) ** 2 / (2 * prior.noise.spread);
  for (const length of lengths)
    penalty += Math.log(length / prior.length.usual) ** 2 / (2 * prior.length.spread);
  return penalty;
}

/** Brings a scale into its bounds. */
export function within({ least, most }: ScalePrior, value: number): number {
  return Math.min(Math.max(value, least), most);
}
