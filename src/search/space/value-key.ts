import type { Configuration, ParameterValue } from './configuration.ts';

/** A text that two values share only if they are equal as JSON values: 1 and 1.0, objects whatever the order of their keys. */
export function valueKey(value: ParameterValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value === 0 ? 0 : value);
  if (Array.isArray(value)) return `[${value.map(valueKey).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${valueKey(inner)}`).join(',')}}`;
}

/** Whether two values are the same JSON value. */
export function isSameValue(a: ParameterValue, b: ParameterValue): boolean {
  return a === b || valueKey(a) === valueKey(b);
}

/** A text that two configurations share only if they try the same. */
export function configurationKey(configuration: Configuration): string {
  return valueKey(configuration);
}
