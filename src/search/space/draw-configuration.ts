import type { RandomStream } from '../random/random-stream.ts';
import { axisOf } from './axis.ts';
import type { Configuration, ParameterValue } from './configuration.ts';
import { isActive } from './is-active.ts';
import type { CategoricalParameter, Parameter } from './parameter.ts';
import type { Space } from './space.ts';

/** Draws a configuration from the prior: the active parameters alone, in the order of the space. */
export function drawConfiguration({ parameters }: Space, random: RandomStream): Configuration {
  const values: Record<string, ParameterValue> = {};
  for (const parameter of parameters) {
    // Drawn even where it is not active, so that the next parameters' values do not depend on it.
    const unit = random.uniform();
    if (isActive(parameter, values)) values[parameter.name] = valueAt(parameter, unit);
  }
  return values;
}

/** The value of a parameter at a place from 0 to 1 of its prior. */
export function valueAt(parameter: Parameter, unit: number): ParameterValue {
  return parameter.kind === 'categorical' ? choiceAt(parameter, unit) : axisOf(parameter).fromUnit(unit);
}

function choiceAt({ choices, probabilities }: CategoricalParameter, unit: number): ParameterValue {
  let index = Math.min(Math.floor(unit * choices.length), choices.length - 1);
  if (probabilities !== undefined) {
    let sum = 0;
    index = probabilities.findIndex((probability) => (sum += probability) > unit);
    // Rounding may leave the sum below 1: the last choice that can be drawn at all.
    if (index < 0) index = probabilities.findLastIndex((probability) => probability > 0);
  }
  const choice = choices[Math.max(index, 0)];
  if (choice === undefined) throw new Error('a categorical parameter without choices');
  return choice;
}
