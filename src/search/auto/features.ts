import { coordinateOf, type Dimension } from '../samplers/dimension.ts';
import type { Configuration } from '../space/configuration.ts';

/** Where a parameter that is not active stands: in the middle of its axis, or at a choice that is none. */
const INACTIVE = { number: 0.5, choice: -1 };

/** @returns a configuration as a point: a number by its place from 0 to 1 on its axis, a choice by its index. */
export function featuresOf(dimensions: readonly Dimension[], configuration: Configuration): Float64Array {
  return Float64Array.from(
    dimensions,
    (dimension) =>
      coordinateOf(dimension, configuration[dimension.parameter.name]) ?? INACTIVE[dimension.kind],
  );
}
