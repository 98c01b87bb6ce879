import type { RandomStream } from '../random/random-stream.ts';
import { coordinateAt, coordinateOf, type Dimension, valueOf } from '../samplers/dimension.ts';
import type { Configuration, ParameterValue } from '../space/configuration.ts';
import { isActive } from '../space/is-active.ts';

/** How often a parameter stays as it is, and how often a choice that does not is drawn anew rather than kept. */
const STAYS = 0.5;
const REDRAWS = 0.4;

/**
 * A configuration near another: about half of its parameters moved, numbers by a normal step of `width` along their axes. A parameter that
 * was not active is drawn from its prior.
 */
export function neighbourOf(
  dimensions: readonly Dimension[],
  base: Configuration,
  width: number,
  random: RandomStream,
): Configuration {
  const values: Record<string, ParameterValue> = {};
  for (const dimension of dimensions) {
    const { parameter } = dimension;
    // Drawn even where they are not needed, so that what comes after does not depend on it.
    const [moves, part, step] = [random.uniform() >= STAYS, random.uniform(), random.normal()];
    if (!isActive(parameter, values)) continue;
    const from = coordinateOf(dimension, base[parameter.name]);
    values[parameter.name] = valueOf(
      dimension,
      from === undefined ? coordinateAt(dimension, part) : to(from),
    );

    function to(coordinate: number): number {
      if (!moves) return coordinate;
      if (dimension.kind === 'number') return Math.min(Math.max(coordinate + step * width, 0), 1);
      // `part` again: below REDRAWS it is even on [0, REDRAWS).
      return part < REDRAWS ? coordinateAt(dimension, part / REDRAWS) : coordinate;
    }
  }
  return values;
}
