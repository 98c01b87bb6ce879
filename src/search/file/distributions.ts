import { decimalAt } from '../space/decimal.ts';
import { latticeValue, multiplesBetween } from '../space/lattice.ts';
import type { NumericParameter, Prior } from '../space/parameter.ts';

/** The distributions of W&B sweeps with the keys that each takes: those that it needs, and those that have a default. */
export const DISTRIBUTIONS = {
  constant: { needs: ['value'], takes: [] },
  categorical: { needs: ['values'], takes: ['probabilities'] },
  categorical_w_probabilities: { needs: ['values', 'probabilities'], takes: [] },
  int_uniform: { needs: ['min', 'max'], takes: [] },
  uniform: { needs: ['min', 'max'], takes: [] },
  q_uniform: { needs: ['min', 'max'], takes: ['q'] },
  log_uniform: { needs: ['min', 'max'], takes: [] },
  log_uniform_values: { needs: ['min', 'max'], takes: [] },
  q_log_uniform: { needs: ['min', 'max'], takes: ['q'] },
  q_log_uniform_values: { needs: ['min', 'max'], takes: ['q'] },
  inv_log_uniform: { needs: ['min', 'max'], takes: [] },
  inv_log_uniform_values: { needs: ['min', 'max'], takes: [] },
  normal: { needs: [], takes: ['mu', 'sigma'] },
  q_normal: { needs: [], takes: ['mu', 'sigma', 'q'] },
  log_normal: { needs: [], takes: ['mu', 'sigma'] },
  q_log_normal: { needs: [], takes: ['mu', 'sigma', 'q'] },
  beta: { needs: [], takes: ['a', 'b'] },
  q_beta: { needs: [], takes: ['a', 'b', 'q'] },
} as const satisfies Record<string, { readonly needs: readonly string[]; readonly takes: readonly string[] }>;

/** Name of a distribution. */
export type DistributionName = keyof typeof DISTRIBUTIONS;

/** Numbers that a distribution was given; those that are absent have W&B's defaults. */
export interface DistributionNumbers {
  readonly min: number;
  readonly max: number;
  readonly mu: number;
  readonly sigma: number;
  readonly a: number;
  readonly b: number;
  readonly q: number;
  /** `q` is written as a whole number, so that values are. */
  readonly isWholeQ: boolean;
}

/** W&B's defaults. */
export const DEFAULT_NUMBERS: DistributionNumbers = {
  min: 0,
  max: 1,
  mu: 0,
  sigma: 1,
  a: 1,
  b: 1,
  q: 1,
  isWholeQ: true,
};

/** A normal distribution is cut so many standard deviations from its mean: one draw in 500 million lies beyond. */
const REACH = 6;

/** What a distribution leads to: a parameter, the one value that it can have, or a sentence that says what is wrong and where. */
export type Distributed =
  | { readonly parameter: NumericParameter }
  | { readonly value: number }
  | { readonly key: keyof DistributionNumbers; readonly why: string; readonly fix: string };

/** The one value between equal bounds, of those whose values are not rounded. */
const ONLY = {
  int_uniform: (bound: number) => bound,
  uniform: (bound: number) => bound,
  log_uniform_values: (bound: number) => bound,
  inv_log_uniform_values: (bound: number) => bound,
  log_uniform: (bound: number) => Math.exp(bound),
  inv_log_uniform: (bound: number) => Math.exp(-bound),
};

/** Makes the parameter of a distribution over numbers; `constant` and the categorical ones are none. */
export function distributed(
  name: string,
  distribution: Exclude<DistributionName, 'constant' | 'categorical' | 'categorical_w_probabilities'>,
  numbers: DistributionNumbers,
): Distributed {
  const { min, max, mu, sigma, a, b, q } = numbers;
  // W&B takes equal bounds, and draws what stands there.
  if (min === max && distribution in ONLY) {
    const value = ONLY[distribution as keyof typeof ONLY](min);
    if (Number.isFinite(value)) return { value };
  }
  switch (distribution) {
    case 'int_uniform':
      return between(numbers, () => plain(name, 'integer', 'linear', min, max));
    case 'uniform':
      return between(numbers, () => plain(name, 'float', 'linear', min, max));
    case 'q_uniform':
      return between(numbers, () =>
        quantised(name, numbers, { distribution: 'uniform', from: min, to: max, quantum: q }, min, max),
      );
    case 'log_uniform':
      return between(numbers, () => log(name, Math.exp(min), Math.exp(max)));
    case 'inv_log_uniform':
      return between(numbers, () => log(name, Math.exp(-max), Math.exp(-min)));
    // 1 / value spread evenly in its logarithm is value spread so.
    case 'log_uniform_values':
    case 'inv_log_uniform_values':
      return between(numbers, () => log(name, min, max));
    case 'q_log_uniform': {
      // The bounds are exponents, so nobody has said where the values end: their multiples are W&B's, but for 0.
      const [from, to] = [Math.exp(min), Math.exp(max)];
      const nearest = (value: number): number => decimalAt(0, q, Math.max(1, Math.round(value / q)));
      return between(
        numbers,
        () =>
          positive(from, to) ??
          quantised(
            name,
            numbers,
            { distribution: 'log-uniform', from, to, quantum: q },
            nearest(from),
            nearest(to),
          ),
      );
    }
    case 'q_log_uniform_values':
      return between(
        numbers,
        () =>
          positive(min, max) ??
          quantised(name, numbers, { distribution: 'log-uniform', from: min, to: max, quantum: q }, min, max),
      );
    case 'normal':
    case 'q_normal': {
      const prior: Prior = { distribution: 'normal', mu, sigma };
      return spread(
        name,
        numbers,
        prior,
        distribution === 'q_normal',
        mu - REACH * sigma,
        mu + REACH * sigma,
      );
    }
    case 'log_normal':
    case 'q_log_normal': {
      const [low, high] = [Math.exp(mu - REACH * sigma), Math.exp(mu + REACH * sigma)];
      const prior: Prior = { distribution: 'log-normal', mu, sigma };
      return spread(name, numbers, prior, distribution === 'q_log_normal', low, high);
    }
    default: {
      for (const [key, value] of [['a', a] as const, ['b', b] as const])
        if (!(value > 0)) return { key, why: `${key} is ${value}.`, fix: `Write ${key} above 0.` };
      return spread(name, numbers, { distribution: 'beta', a, b }, distribution === 'q_beta', 0, 1);
    }
  }
}

function between({ min, max }: DistributionNumbers, make: () => Distributed): Distributed {
  return min < max
    ? make()
    : { key: 'min', why: `min ${min} is not below max ${max}.`, fix: 'Exchange them, or give one `value`.' };
}

function plain(
  name: string,
  kind: 'float' | 'integer',
  scale: 'linear' | 'log',
  low: number,
  high: number,
): Distributed {
  return { parameter: { kind, name, low, high, scale } };
}

function positive(low: number, high: number): Distributed | undefined {
  if (!(low > 0))
    return { key: 'min', why: 'Only numbers above 0 have a logarithm.', fix: 'Write min above 0.' };
  return Number.isFinite(high)
    ? undefined
    : {
        key: 'max',
        why: 'max is an exponent of e, and e to it is beyond every number.',
        fix: 'Use `log_uniform_values`.',
      };
}

function log(name: string, low: number, high: number): Distributed {
  return positive(low, high) ?? plain(name, 'float', 'log', low, high);
}

/** A distribution without bounds: its values are cut where next to nothing lies beyond, multiples of q as W&B rounds to them. */
function spread(
  name: string,
  numbers: DistributionNumbers,
  prior: Extract<Prior, { readonly quantum?: number }>,
  isQuantised: boolean,
  low: number,
  high: number,
): Distributed {
  const { mu, sigma, q } = numbers;
  if (!Number.isFinite(low) || !Number.isFinite(high))
    return { key: 'sigma', why: 'The values reach beyond every number.', fix: 'Write a smaller sigma.' };
  if (prior.distribution !== 'beta' && sigma === 0) {
    const only = prior.distribution === 'normal' ? mu : Math.exp(mu);
    return { value: isQuantised ? decimalAt(0, q, Math.round(only / q)) : only };
  }
  if (!isQuantised) return { parameter: { kind: 'float', name, low, high, scale: 'quantile', prior } };
  const quantum = { ...prior, quantum: q };
  return quantised(
    name,
    numbers,
    quantum,
    decimalAt(0, q, Math.round(low / q)),
    decimalAt(0, q, Math.round(high / q)),
  );
}

function quantised(
  name: string,
  { q, isWholeQ }: DistributionNumbers,
  prior: Prior,
  low: number,
  high: number,
): Distributed {
  const lattice = multiplesBetween(low, high, q);
  if (lattice === undefined) return noMultiple(q, low, high);
  if (lattice.size === 1) return { value: lattice.first };
  const [first, last] = [lattice.first, latticeValue(lattice, lattice.size - 1)];
  const kind = isWholeQ ? 'integer' : 'float';
  return { parameter: { kind, name, low: first, high: last, scale: 'quantile', prior } };
}

function noMultiple(q: number, low: number, high: number): Distributed {
  return { key: 'q', why: `No multiple of ${q} lies from ${low} to ${high}.`, fix: 'Write a smaller q.' };
}
