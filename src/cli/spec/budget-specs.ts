import { UNIT_OPTION } from './book-specs.ts';
import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook budget`. */
export const BUDGET = {
  name: 'budget',
  group: 'Look',
  summary: 'Show what is left of the budgets of a month',
  description:
    'Set one by `joulebook config set budget.energy "40 kWh"`. What the runs of the month used, day by day, against the budgets of joulebook.yaml (`budget.energy`, `budget.carbon`, `budget.cost`, and `budget.projects` for single projects), and what the month will come to at the pace of the last four weeks. A run that crosses a border of the month is divided by its power over time.',
  options: [
    {
      key: 'month',
      long: '--month',
      placeholder: 'YYYY-MM',
      kind: 'string',
      description: 'Another month than this one',
    },
    {
      key: 'project',
      long: '--project',
      short: '-p',
      placeholder: 'NAME',
      kind: 'string',
      complete: 'project',
      description: 'Only the budget of this project; without one, what it used',
    },
    {
      key: 'check',
      long: '--check',
      kind: 'flag',
      description: 'Exit with 4 if a budget is used up, e.g. in front of a nightly job',
    },
    UNIT_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook budget', does: 'this month, with a forecast' },
    { line: 'joulebook budget --month 2026-10', does: 'what October came to' },
    { line: 'joulebook budget --check && sbatch train.sh', does: 'only while there is something left' },
  ],
  exits: [['4', 'with --check: a budget is used up']],
} as const satisfies CommandSpec;
