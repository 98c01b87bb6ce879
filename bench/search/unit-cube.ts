import type { Configuration } from '../../src/search/space/configuration.ts';
import type { NumericParameter, Parameter } from '../../src/search/space/parameter.ts';

/** @returns where the configuration lies in the unit cube, logarithmically where the parameter says so. */
export function toUnitCube(parameters: readonly Parameter[], configuration: Configuration): number[] {
  return parameters.map((parameter) => {
    if (parameter.kind === 'categorical') throw new Error(`${parameter.name} is not a number`);
    return unitOf(parameter, Number(configuration[parameter.name]));
  });
}

function unitOf({ low, high, scale }: NumericParameter, value: number): number {
  if (low === high) return 0;
  if (scale === 'log') return Math.log(value / low) / Math.log(high / low);
  return (value - low) / (high - low);
}
