import { GaussianProcess, type Observations } from '../samplers/gp/gaussian-process.ts';
import { RANKS, type Shape, within } from '../samplers/gp/shape.ts';

/** Factor by which one of the scales is tried to be longer and shorter. */
const STEP = 1.5;

/**
 * One step of a search for a better shape along one of its coordinates (the lengths in their order, then the noise).
 *
 * @param present the process with the present shape.
 * @returns that with the better one, or the same.
 */
export function improvedShape(seen: Observations, present: FittedShape, coordinate: number): FittedShape {
  let best = present;
  for (const factor of [STEP, 1 / STEP]) {
    const shape = scaled(present.shape, coordinate, factor);
    if (shape === undefined) continue;
    const { misfit } = new GaussianProcess(seen, shape);
    if (misfit < best.misfit) best = { shape, misfit };
  }
  return best;
}

/** A shape and how badly it fits, see {@link GaussianProcess.misfit}. */
export interface FittedShape {
  readonly shape: Shape;
  readonly misfit: number;
}

/** @returns undefined where the scale is at its bound. */
function scaled({ lengths, noise }: Shape, coordinate: number, factor: number): Shape | undefined {
  if (coordinate >= lengths.length) {
    const other = within(RANKS.noise, noise * factor ** 2);
    return other === noise ? undefined : { lengths, noise: other };
  }
  const before = lengths[coordinate] as number;
  const length = within(RANKS.length, before * factor);
  if (length === before) return undefined;
  const changed = Float64Array.from(lengths);
  changed[coordinate] = length;
  return { lengths: changed, noise };
}
