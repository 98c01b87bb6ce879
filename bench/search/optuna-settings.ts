/** A way of using Optuna. */
export interface OptunaSettings {
  readonly sampler: 'tpe' | 'random';
  readonly pruner:
    | readonly ['none']
    | readonly ['median' | 'halving', number]
    | readonly ['hyperband', number, number];
}

/** The ways of using Optuna that are compared; `R` is the full resource. */
export const OPTUNA_NAMES = [
  'median',
  'hyperband-1',
  'halving-1',
  'halving-R17',
  'halving-R9',
  'median-R9',
  'median-R5',
  'hyperband-R17',
  'none',
  'random',
] as const;

export type OptunaName = (typeof OPTUNA_NAMES)[number];

/** The grid of which a suite's best is "hand-tuned". */
export const HAND_TUNED: readonly OptunaName[] = [
  'median',
  'median-R9',
  'median-R5',
  'hyperband-1',
  'hyperband-R17',
  'halving-1',
  'halving-R17',
  'halving-R9',
];

/** @returns sampler and pruner of a name. Reports count from 1; a warm-up of n lets the first n go by. */
export function optunaSettings(name: OptunaName, full: number): OptunaSettings {
  const part = (divisor: number) => Math.max(1, Math.round(full / divisor));
  const pruners: Record<OptunaName, OptunaSettings['pruner']> = {
    median: ['median', 0],
    'median-R9': ['median', part(9)],
    'median-R5': ['median', part(5)],
    'hyperband-1': ['hyperband', 1, full],
    'hyperband-R17': ['hyperband', part(17), full],
    'halving-1': ['halving', 1],
    'halving-R17': ['halving', part(17)],
    'halving-R9': ['halving', part(9)],
    none: ['none'],
    random: ['none'],
  };
  return { sampler: name === 'random' ? 'random' : 'tpe', pruner: pruners[name] };
}
