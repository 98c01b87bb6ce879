import { WIDE_OPTION } from './global-options.ts';
import { SEARCH_FILE, SEARCH_OPTIONS, SEARCH_REST } from './search-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook search check`. */
export const SEARCH_CHECK = {
  name: 'search check',
  group: 'Search',
  summary: 'Check a search file, and show what it means and the first trials',
  description:
    'Nothing is run and nothing is written. All mistakes are told at once, each with its place. The first ten configurations are drawn as a search with this seed draws them before it has learnt anything.',
  arguments: [SEARCH_FILE],
  rest: SEARCH_REST,
  options: [...SEARCH_OPTIONS, WIDE_OPTION],
  examples: [
    { line: 'joulebook search check search.yaml', does: 'what the file means, and the first trials' },
    {
      line: 'joulebook search check sweep.yaml --budget 2kWh',
      does: 'a W&B sweep, with a budget that it cannot have itself',
    },
    {
      line: 'joulebook search check --metric acc --param lr=1e-5..1e-1:log -- python train.py --lr {lr}',
      does: 'a search without a file',
    },
  ],
} as const satisfies CommandSpec;
