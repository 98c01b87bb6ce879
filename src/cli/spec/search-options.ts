import type { ArgumentSpec, OptionSpec } from './spec.ts';

/** The file of a search. */
export const SEARCH_FILE = {
  key: 'file',
  placeholder: 'FILE',
  complete: 'file',
  description: 'Search file: ours, or a W&B sweep; - is stdin',
} as const satisfies ArgumentSpec;

/** What defines a search on the command line; with a file it stands in the place of what the file says. */
export const SEARCH_OPTIONS = [
  {
    key: 'params',
    long: '--param',
    placeholder: 'NAME=VALUES',
    kind: 'key=value',
    repeatable: true,
    description:
      'A parameter: `lr=1e-5..1e-1:log`, `layers=1..4`, `dropout=0..0.5:0.1`, `opt=adam,sgd`, `epochs=5`',
  },
  {
    key: 'metrics',
    long: '--metric',
    placeholder: 'NAME[:min|:max]',
    kind: 'string',
    repeatable: true,
    description: 'What is sought; the name says which way is better (loss, acc), else `:min` or `:max`',
  },
  {
    key: 'budgets',
    long: '--budget',
    placeholder: 'AMOUNT',
    kind: 'string',
    repeatable: true,
    description:
      'What may be used up: `2kWh`, `500kJ`, `100g`, `2h`, `50trials`; several: the first that ends',
    elsewhere: {
      '--trials': '--budget 50trials',
      '--n-trials': '--budget 50trials',
      '--max-trials': '--budget 50trials',
      '--count': '--budget 50trials',
      '--timeout': '--budget 2h',
      '--max-time': '--budget 2h',
      '--max-energy': '--budget 2kWh',
      '--max-co2': '--budget 100g',
    },
  },
] as const satisfies readonly OptionSpec[];

/** The command of trials. */
export const SEARCH_REST = {
  placeholder: 'COMMAND',
  description: 'What each trial runs; `{lr}` stands for the value of the parameter lr',
} as const;
