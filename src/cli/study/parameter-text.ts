import type { Configuration, ParameterValue } from '../../search/space/configuration.ts';
import { plainNumber } from '../views/look.ts';

/** A configuration as people read it: `lr=0.001 opt=adam`. */
export function configurationText(configuration: Configuration): string {
  return Object.entries(configuration)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(' ');
}

/** A parameter's value as people read it. */
export function valueText(value: ParameterValue): string {
  if (typeof value === 'number') return plainNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu;

/** What a parameter's value may have meant as it was typed: the choice that reads so, else a number, else JSON, else the text itself. */
export function typedValue(text: string, choices: readonly ParameterValue[] | undefined): unknown {
  const choice = choices?.find((one) => (typeof one === 'string' ? one : JSON.stringify(one)) === text);
  if (choice !== undefined) return choice;
  if (NUMBER.test(text)) return Number(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
