import type { Configuration } from './configuration.ts';
import type { Parameter } from './parameter.ts';

/** Whether a parameter counts in a configuration, which has all that its condition reads and is active. */
export function isActive({ when }: Parameter, configuration: Configuration): boolean {
  return when === undefined || when.holds(configuration);
}
