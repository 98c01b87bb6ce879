import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { axisOf } from './axis.ts';
import type { Configuration, ParameterValue } from './configuration.ts';
import { isActive } from './is-active.ts';
import { nearestName } from './nearest-name.ts';
import type { CategoricalParameter, NumericParameter, Parameter } from './parameter.ts';
import type { Space } from './space.ts';
import { isSameValue } from './value-key.ts';

/** Part of its size by which a number may miss the grid and still mean the value on it. */
const SLACK = 1e-9;

/**
 * Checks values that came from outside (enqueued, told by another program): exactly the active parameters, each one of its values.
 * Parameters that are fixed may be given with their value.
 *
 * @returns the configuration in the order of the space, with numbers exactly on their grid; or everything that is wrong.
 */
export function checkConfiguration(
  space: Space,
  given: Readonly<Record<string, unknown>>,
): Result<Configuration, readonly Problem[]> {
  const problems: Problem[] = [];
  const values: Record<string, ParameterValue> = {};
  for (const parameter of space.parameters) {
    const { name, when } = parameter;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (!isActive(parameter, values)) {
      if (value !== undefined && problems.length === 0) problems.push(inactive(name, when?.text ?? ''));
    } else if (value === undefined) problems.push(missing(parameter));
    else {
      const checked = checkValue(parameter, value);
      if (checked.ok) values[name] = checked.value;
      else problems.push(checked.error);
    }
  }
  const known = new Set(space.parameters.map(({ name }) => name));
  for (const [name, value] of Object.entries(given)) {
    if (known.has(name)) continue;
    const fixed = Object.hasOwn(space.fixed, name) ? space.fixed[name] : undefined;
    if (fixed === undefined) problems.push(unknown(name, [...known, ...Object.keys(space.fixed)]));
    else if (!isJson(value) || !isSameValue(fixed, value))
      problems.push(
        problem(
          'E_SEARCH',
          `${name}: ${written(value)} is not its value`,
          `It is fixed to ${written(fixed)} in this study.`,
          'Leave it out.',
        ),
      );
  }
  return problems.length === 0 ? ok(values) : err(problems);
}

function checkValue(parameter: Parameter, value: unknown): Result<ParameterValue> {
  return parameter.kind === 'categorical' ? checkChoice(parameter, value) : checkNumber(parameter, value);
}

function checkChoice({ name, choices }: CategoricalParameter, value: unknown): Result<ParameterValue> {
  const choice = isJson(value) ? choices.find((one) => isSameValue(one, value)) : undefined;
  if (choice !== undefined) return ok(choice);
  const texts = choices.map(written);
  const meant = nearestName(written(value), texts);
  return err(
    problem(
      'E_SEARCH',
      `${name}: ${written(value)} is none of its choices`,
      `Choices are ${texts.join(', ')}.`,
      meant === undefined ? 'Take one of them.' : `Did you mean \`${meant}\`?`,
    ),
  );
}

function checkNumber(parameter: NumericParameter, value: unknown): Result<ParameterValue> {
  const { name, low, high } = parameter;
  const range = `${parameter.kind === 'integer' ? 'a whole number' : 'a number'} from ${low} to ${high}`;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < low || value > high)
    return err(
      problem(
        'E_SEARCH',
        `${name}: ${written(value)} is out of its range`,
        `It is ${range}.`,
        'Take a value inside, or widen the range in a new study.',
      ),
    );
  const axis = axisOf(parameter);
  if (axis.size === Infinity) return ok(value);
  const nearest = axis.valueAt(axis.indexOf(value));
  return Math.abs(nearest - value) <= SLACK * Math.max(Math.abs(value), Math.abs(nearest))
    ? ok(nearest)
    : err(
        problem(
          'E_SEARCH',
          `${name}: ${written(value)} is between its values`,
          `It is ${range} in steps of ${parameter.step ?? parameter.prior?.quantum ?? 1}.`,
          `The nearest is ${nearest}.`,
        ),
      );
}

function missing({ name, when }: Parameter): Problem {
  const why = when === undefined ? 'Every trial has it.' : `It is active, since ${when.text}.`;
  return problem('E_SEARCH', `${name}: no value`, why, `Add a value for ${name}.`);
}

function inactive(name: string, condition: string): Problem {
  return problem(
    'E_SEARCH',
    `${name}: a value where it is not active`,
    `It counts only where ${condition}.`,
    'Leave it out.',
  );
}

function unknown(name: string, names: readonly string[]): Problem {
  const meant = nearestName(name, names);
  return problem(
    'E_SEARCH',
    `${name}: no parameter of this study`,
    `Parameters are ${names.join(', ')}.`,
    meant === undefined ? 'Leave it out.' : `Did you mean \`${meant}\`?`,
  );
}

function written(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

function isJson(value: unknown): value is ParameterValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && Object.values(value).every(isJson);
}
