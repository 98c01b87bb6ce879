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
  /** Values are low + k · step (an integer's is a whole number, 1 where it is absent); never with another scale than `linear`. */
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

/**
 * A distribution of values that is even neither in them nor in their logarithm, cut to [low, high] of its parameter. Values are the
 * multiples of `quantum` in there, each for what is nearest to it; absent: any value. (What W&B calls inverse log-uniform is `log` over
 * other bounds.)
 */
export type Prior =
  | {
      readonly distribution: 'normal' | 'log-normal';
      readonly mu: number;
      readonly sigma: number;
      readonly quantum?: number;
    }
  | { readonly distribution: 'beta'; readonly a: number; readonly b: number; readonly quantum?: number }
  /** What is rounded is spread over [from, to], whose ends may round to other multiples than low and high. */
  | {
      readonly distribution: 'uniform' | 'log-uniform';
      readonly from: number;
      readonly to: number;
      readonly quantum: number;
    };
