import type { Configuration, ParameterValue } from '../space/configuration.ts';
import { isActive } from '../space/is-active.ts';
import { type Dimension, valueOf } from './dimension.ts';

/**
 * All configurations of a space, one after another, the last parameter changing fastest; a parameter that is not active has no values,
 * and a choice that is never drawn is none.
 *
 * @param levels how many values a continuous parameter is given, evenly spread over its axis with both ends.
 */
export function* everyConfiguration(
  dimensions: readonly Dimension[],
  levels: number,
): Generator<Configuration, undefined> {
  yield* from(0, {});

  function* from(index: number, values: Configuration): Generator<Configuration, undefined> {
    const dimension = dimensions[index];
    if (dimension === undefined) {
      yield values;
      return;
    }
    if (!isActive(dimension.parameter, values)) {
      yield* from(index + 1, values);
      return;
    }
    for (const value of valuesOf(dimension, levels)) {
      yield* from(index + 1, { ...values, [dimension.parameter.name]: value });
    }
  }
}

function* valuesOf(dimension: Dimension, levels: number): Generator<ParameterValue> {
  const isContinuous = dimension.size === Infinity;
  const count = isContinuous ? levels : dimension.size;
  for (let index = 0; index < count; index += 1) {
    if (isContinuous) yield valueOf(dimension, levels === 1 ? 0.5 : index / (levels - 1));
    else if (dimension.kind === 'number') yield dimension.axis.valueAt(index);
    else if ((dimension.probabilities[index] as number) > 0) yield valueOf(dimension, index);
  }
}

/** No fewer than how many configurations a space can have: conditions are left out. Infinity where a parameter is continuous. */
export function mostConfigurations(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((product, { size }) => product * size, 1);
}
