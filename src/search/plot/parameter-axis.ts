import { axisOf } from '../space/axis.ts';
import type { ParameterValue } from '../space/configuration.ts';
import type { Parameter } from '../space/parameter.ts';
import { isSameValue } from '../space/value-key.ts';

/** Where a value of a parameter stands, from 0 to 1, on the parameter's own scale; undefined where it has none. */
export function placeOf(parameter: Parameter): (value: ParameterValue | undefined) => number | undefined {
  if (parameter.kind === 'categorical') {
    const { choices } = parameter;
    return (value) => {
      const at = value === undefined ? -1 : choices.findIndex((choice) => isSameValue(choice, value));
      return at < 0 ? undefined : (at + 0.5) / choices.length;
    };
  }
  const axis = axisOf(parameter);
  return (value) => (typeof value === 'number' ? axis.toUnit(value) : undefined);
}

/** What stands at both ends of a parameter, or its choices. */
export function endsOf(parameter: Parameter): readonly (readonly [part: number, text: string])[] {
  if (parameter.kind === 'categorical')
    return parameter.choices.map((choice, i) => [
      (i + 0.5) / parameter.choices.length,
      typeof choice === 'string' ? choice : JSON.stringify(choice),
    ]);
  const { low, high } = parameter;
  const axis = axisOf(parameter);
  return [
    [axis.toUnit(low), String(low)],
    [axis.toUnit(high), String(high)],
  ];
}
