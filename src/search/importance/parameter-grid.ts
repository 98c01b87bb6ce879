import { axisOf } from '../space/axis.ts';
import type { ParameterValue } from '../space/configuration.ts';
import type { NumericParameter, Parameter } from '../space/parameter.ts';
import { isSameValue } from '../space/value-key.ts';

/** Most cells of a numeric parameter. */
const MOST_CELLS = 50;

/** The cells over which the values of a parameter are counted. */
export interface ParameterGrid {
  readonly size: number;
  readonly isNumeric: boolean;
  readonly cellOf: (value: ParameterValue) => number;
}

/** @returns the grid of a parameter. */
export function gridOf(parameter: Parameter): ParameterGrid {
  if (parameter.kind === 'categorical') {
    const { choices } = parameter;
    const cellOf = (value: ParameterValue): number =>
      Math.max(
        0,
        choices.findIndex((choice) => isSameValue(choice, value)),
      );
    return { size: choices.length, isNumeric: false, cellOf };
  }
  const size = cellsOf(parameter);
  const part = partOf(parameter);
  const cellOf = (value: ParameterValue): number => {
    if (size === 1) return 0;
    const cell = Math.ceil(part(value as number) * (size - 1) - 0.5);
    return Math.max(0, Math.min(size - 1, cell)) + 0; // no -0
  };
  return { size, isNumeric: true, cellOf };
}

function cellsOf({ kind, low, high, step, scale }: NumericParameter): number {
  if (low === high) return 1;
  if (kind === 'integer' && scale === 'log')
    return Math.min(Math.ceil(Math.log(high - low + 1) / Math.log(2)) + 1, MOST_CELLS);
  const width = step ?? (kind === 'integer' ? 1 : undefined);
  return width === undefined ? MOST_CELLS : Math.min(Math.round((high - low) / width) + 1, MOST_CELLS);
}

/** Where a value stands between the ends, from 0 to 1, on the parameter's own scale. */
function partOf(parameter: NumericParameter): (value: number) => number {
  const { low, high, scale } = parameter;
  if (scale === 'quantile') return axisOf(parameter).toUnit;
  const at = scale === 'log' ? Math.log : (value: number): number => value;
  const [from, to] = [at(low), at(high)];
  return (value) => (at(value) - from) / (to - from);
}
