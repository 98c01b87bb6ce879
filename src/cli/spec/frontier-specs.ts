import { FILTER_ARGUMENT, FILTER_OPTION, UNIT_OPTION } from './book-specs.ts';
import { BOOK_OPTION, WIDE_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook frontier`. */
export const FRONTIER = {
  name: 'frontier',
  group: 'Look',
  summary: 'Show which runs are worth their joules: quality against energy',
  description:
    'Sets a metric against what the runs cost, and lists those that no other beats in both, cheapest first, with what each step to a better one costs. As the page Frontier of joulebook ui shows it. With --seeds together runs that differ only in their seed (project, kind, command line, parameters and machine are the same) are one point: their mean, ± the standard error over seeds. Runs that failed or still go on are left out, and all that is left out is said.',
  arguments: [FILTER_ARGUMENT],
  options: [
    FILTER_OPTION,
    {
      key: 'metric',
      long: '--metric',
      short: '-m',
      placeholder: 'METRIC',
      kind: 'string',
      description:
        'The quality; loss:min or accuracy:max say which way is better (default: the metric that most runs have)',
    },
    {
      key: 'against',
      long: '--against',
      placeholder: 'COST',
      kind: 'enum',
      values: ['energy', 'co2', 'cost', 'time'],
      default: 'energy',
      description: 'What a run costs: energy at the wall, operational carbon, money or time',
    },
    {
      key: 'seeds',
      long: '--seeds',
      placeholder: 'HOW',
      kind: 'enum',
      values: ['each', 'together'],
      default: 'each',
      description: 'Each run by itself, or the seeds of a configuration together as their mean',
    },
    {
      key: 'all',
      long: '--all',
      kind: 'flag',
      description: 'Also what is not on the frontier',
    },
    {
      key: 'unfinished',
      long: '--unfinished',
      kind: 'flag',
      description: 'Also runs that failed, were ended or still go on',
    },
    {
      key: 'linear',
      long: '--linear',
      kind: 'flag',
      description: 'Seek the knee by the cost itself, not by its logarithm; what cost nothing counts too',
    },
    UNIT_OPTION,
    WIDE_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook frontier', does: 'all runs of the book' },
    { line: "joulebook frontier --metric accuracy 'project:bert start>-30d'", does: 'of one task' },
    { line: 'joulebook frontier --seeds together --all', does: 'every configuration, mean ± standard error' },
    { line: 'joulebook frontier --metric loss:min --against co2 --json', does: 'for a script' },
  ],
  exits: [['3', 'no book']],
} as const satisfies CommandSpec;
