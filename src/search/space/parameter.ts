import type { Condition } from './condition.ts';
import type { ParameterValue } from './configuration.ts';

/** A parameter that is searched. */
export type Parameter = NumericParameter | CategoricalParameter;

/** A number in [low, high], both included. */
export interface NumericParameter {
  readonly kind: 'float' | 'integer';
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** In what the values are spread evenly: themselves, their logarithm, or the distribution function of `prior`. */
  readonly scale: 'linear' | 'log' | 'quantile';
  /** Values are low + k · step (an integer's is at least 1); absent for a continuous one. Never with scale `log`, but for integers (1). */
  readonly step?: number;
  /** Only and always with scale `quantile`: how values are spread (W&B's normal, beta and their relatives). */
  readonly prior?: Prior;
  readonly when?: Condition;
}

/** One of several choices. */
export interface CategoricalParameter {
  readonly kind: 'categorical';
  readonly name: string;
  readonly choices: readonly ParameterValue[];
  /** How often each choice is drawn before anything is known; they sum to 1. Absent: equally often. */
  readonly probabilities?: readonly number[];
  readonly when?: Condition;
}

/** A distribution of values that is even neither in them nor in their logarithm. `quantum` rounds to its multiples. */
export type Prior =
  | {
      readonly distribution: 'normal' | 'log-normal';
      readonly mu: number;
      readonly sigma: number;
      readonly quantum?: number;
    }
  | { readonly distribution: 'beta'; readonly a: number; readonly b: number; readonly quantum?: number }
  /** 1 / value is spread evenly in its logarithm over [1/high, 1/low] (`inv_log_uniform`), or `exp(-value)` over the exponents. */
  | { readonly distribution: 'inverse-log-uniform'; readonly quantum?: number };
