import type { RandomStream } from '../random/random-stream.ts';
import { coordinateAt, coordinateOf, type Dimension, valueOf } from '../samplers/dimension.ts';
import type { Configuration, ParameterValue } from '../space/configuration.ts';
import { isActive } from '../space/is-active.ts';

/** How often a parameter stays as it is, and how often a choice that does not is drawn anew rather than kept. */
const STAYS = 0.5;
const REDRAWS = 0.4;

/** @returns where a configuration stands in each dimension; NaN where it has no value. */
export function coordinatesOf(dimensions: readonly Dimension[], configuration: Configuration): Float64Array {
  const coordinates = new Float64Array(dimensions.length);
  for (let i = 0; i < dimensions.length; i += 1) {
    const dimension = dimensions[i] as Dimension;
    coordinates[i] = coordinateOf(dimension, configuration[dimension.parameter.name]) ?? Number.NaN;
  }
  return coordinates;
}

/**
 * A configuration near another: about half of its parameters moved, numbers by a normal step of `width` along their axes. A parameter that
 * was not active is drawn from its prior.
 *
 * @param base see {@link coordinatesOf}.
 */
export function neighbourOf(
  dimensions: readonly Dimension[],
  base: Float64Array,
  width: number,
  random: RandomStream,
): Configuration {
  const values: Record<string, ParameterValue> = {};
  for (let i = 0; i < dimensions.length; i += 1) {
    const dimension = dimensions[i] as Dimension;
    // Drawn even where they are not needed, so that what comes after does not depend on it.
    const moves = random.uniform() >= STAYS;
    const part = random.uniform();
    const step = random.normal();
    if (!isActive(dimension.parameter, values)) continue;
    let to = base[i] as number;
    if (Number.isNaN(to)) to = coordinateAt(dimension, part);
    else if (moves && dimension.kind === 'number') to = Math.min(Math.max(to + step * width, 0), 1);
    // `part` again: below REDRAWS it is even on [0, REDRAWS).
    else if (moves && part < REDRAWS) to = coordinateAt(dimension, part / REDRAWS);
    values[dimension.parameter.name] = valueOf(dimension, to);
  }
  return values;
}
