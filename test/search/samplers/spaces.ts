import type { Parameter } from '../../../src/search/space/parameter.ts';
import type { Space } from '../../../src/search/space/space.ts';

/** A space of parameters. */
export function spaceOf(...parameters: readonly Parameter[]): Space {
  return { parameters, fixed: {} };
}

/** A continuous parameter. */
export function float(
  name: string,
  low: number,
  high: number,
  scale: 'linear' | 'log' = 'linear',
): Parameter {
  return { kind: 'float', name, low, high, scale };
}

/** Every kind of parameter, with one that depends on another. */
export const MIXED: Space = spaceOf(
  float('lr', 1e-5, 1e-1, 'log'),
  float('momentum', -1, 3),
  { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.1 },
  { kind: 'integer', name: 'layers', low: 1, high: 6, scale: 'linear' },
  { kind: 'integer', name: 'units', low: 1, high: 512, scale: 'log' },
  {
    kind: 'float',
    name: 'decay',
    low: 0.01,
    high: 0.99,
    scale: 'quantile',
    prior: { distribution: 'beta', a: 2, b: 5 },
  },
  {
    kind: 'categorical',
    name: 'opt',
    choices: ['adam', 'sgd', ['a', 1], null],
    probabilities: [0.4, 0.3, 0.2, 0.1],
  },
  {
    kind: 'float',
    name: 'nesterov',
    low: 0,
    high: 1,
    scale: 'linear',
    when: { text: "opt == 'sgd'", parents: ['opt'], holds: (values) => values['opt'] === 'sgd' },
  },
  {
    kind: 'integer',
    name: 'warmup',
    low: 0,
    high: 9,
    scale: 'linear',
    when: { text: "opt == 'sgd'", parents: ['opt'], holds: (values) => values['opt'] === 'sgd' },
  },
  {
    kind: 'categorical',
    name: 'schedule',
    choices: ['cosine', 'step'],
    when: { text: 'layers > 3', parents: ['layers'], holds: (values) => Number(values['layers']) > 3 },
  },
);

/** Numbers alone, one log. */
export const NUMBERS: Space = spaceOf(float('x', -5, 10), float('y', 0, 15), float('z', 1e-6, 1, 'log'));
