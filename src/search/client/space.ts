import type { JsonValue, NumberRange } from './search-words.ts';

/** What else may be said of a range. */
export interface RangeOptions {
  /** Spread evenly in its logarithm. */
  readonly log?: boolean;
  /** Only the values min, min + step, … */
  readonly step?: number;
  /** The parameter is there only where this holds: `opt == 'sgd'`. */
  readonly when?: string;
}

/** What else may be said of choices. */
export interface ChoiceOptions {
  /** How often each is drawn before anything is known. */
  readonly probabilities?: readonly number[];
  readonly when?: string;
}

/**
 * Ranges as a search file has them. A number of JavaScript does not say whether it is whole: `{ min: 0, max: 1 }` is 0 or 1, and
 * `space.float(0, 1)` is what lies between.
 *
 * @example
 * space.float(0, 1) // { type: 'float', min: 0, max: 1 }
 * space.integer(1, 4) // { type: 'int', min: 1, max: 4 }
 * space.choice(['adam', 'sgd']) // { values: ['adam', 'sgd'] }
 */
export const space = {
  /** Any number from min to max. */
  float: (min: number, max: number, options: RangeOptions = {}): NumberRange => ({
    type: 'float',
    min,
    max,
    ...options,
  }),
  /** A whole number from min to max. */
  integer: (min: number, max: number, options: RangeOptions = {}): NumberRange => ({
    type: 'int',
    min,
    max,
    ...options,
  }),
  /** One of several values. */
  choice: (
    values: readonly JsonValue[],
    options: ChoiceOptions = {},
  ): ChoiceOptions & { readonly values: readonly JsonValue[] } => ({ values, ...options }),
};
