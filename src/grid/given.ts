import type { Sourced } from '../units/sourced.ts';

/** A constant that the user gave: a choice, without error. */
export function given(value: number, unit: string, id: string): Sourced {
  return { value, low: value, high: value, unit, errors: {}, id, source: 'given by the user' };
}
