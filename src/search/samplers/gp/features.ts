import type { Configuration } from '../../space/configuration.ts';
import { coordinateOf, type Dimension } from '../dimension.ts';

/** Where a parameter that is not active stands: in the middle of its axis, or at a choice that is none. */
export const INACTIVE = { number: 0.5, choice: -1 } as const;

/** @returns a configuration as a point: a number by its place from 0 to 1 on its axis, a choice by its index. */
export function featuresOf(dimensions: readonly Dimension[], configuration: Configuration): Float64Array {
  const point = new Float64Array(dimensions.length);
  writeFeatures(dimensions, configuration, point, 0);
  return point;
}

/** Writes a configuration as a point into a row of points, from index `at` on. */
export function writeFeatures(
  dimensions: readonly Dimension[],
  configuration: Configuration,
  points: Float64Array,
  at: number,
): void {
  for (let i = 0; i < dimensions.length; i += 1) {
    const dimension = dimensions[i] as Dimension;
    points[at + i] =
      coordinateOf(dimension, configuration[dimension.parameter.name]) ?? INACTIVE[dimension.kind];
  }
}
