import { axisOf } from './axis.ts';
import type { Configuration, ParameterValue } from './configuration.ts';
import { isActive } from './is-active.ts';
import type { Parameter } from './parameter.ts';
import type { Space } from './space.ts';

/** How many values a parameter has; Infinity for a continuous one. */
export function valueCount(parameter: Parameter): number {
  return parameter.kind === 'categorical' ? parameter.choices.length : axisOf(parameter).size;
}

/** The values of a finite parameter, in their order. */
export function valuesOf(parameter: Parameter): readonly ParameterValue[] {
  if (parameter.kind === 'categorical') return parameter.choices;
  const axis = axisOf(parameter);
  if (axis.size === Infinity) throw new Error(`${parameter.name} has no list of values`);
  return Array.from({ length: axis.size }, (_, index) => axis.valueAt(index));
}

/** How large a space is. */
export interface SpaceSize {
  /** Number of configurations; Infinity for a continuous space. */
  readonly count: number;
  /** Whether `count` is exact; else it is an upper bound, because conditions leave some out that were too many to be looked at. */
  readonly isExact: boolean;
}

/** Parents with more combinations of values are not gone through. */
const MOST_COMBINATIONS = 20_000;

/** How many different configurations there are: those that differ only in what is not active are one. */
export function spaceSize({ parameters }: Space): SpaceSize {
  const read = new Set(parameters.flatMap(({ when }) => when?.parents ?? []));
  const deciding = parameters.filter(({ name }) => read.has(name));
  const combinations = product(deciding.map(valueCount));
  if (combinations > MOST_COMBINATIONS) {
    const count = product(parameters.map(valueCount));
    return { count, isExact: count === Infinity };
  }
  const count = countFrom(parameters, read, 0, {});
  return { count, isExact: true };
}

/** Goes through the values of parameters that conditions read, and multiplies by the number of values of all others. */
function countFrom(
  parameters: readonly Parameter[],
  read: ReadonlySet<string>,
  from: number,
  values: Configuration,
): number {
  let factor = 1;
  for (let k = from; k < parameters.length; k++) {
    const parameter = parameters[k];
    if (parameter === undefined || !isActive(parameter, values)) continue;
    if (!read.has(parameter.name)) {
      factor *= valueCount(parameter);
      continue;
    }
    const inner = valuesOf(parameter).map((value) =>
      countFrom(parameters, read, k + 1, { ...values, [parameter.name]: value }),
    );
    return factor * inner.reduce((sum, count) => sum + count, 0);
  }
  return factor;
}

function product(counts: readonly number[]): number {
  return counts.reduce((all, count) => all * count, 1);
}
