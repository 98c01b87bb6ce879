import { FILTER_ARGUMENT, FILTER_OPTION, UNIT_OPTION } from './book-specs.ts';
import { BOOK_OPTION, WIDE_OPTION } from './global-options.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './spec.ts';

const TASK_ARGUMENT = {
  key: 'task',
  placeholder: 'DIR',
  complete: 'folder',
  description: 'The folder with leaderboard.yaml (default: this one)',
} as const satisfies ArgumentSpec;

const CONSTRAINTS = [
  {
    key: 'maxEnergy',
    long: '--max-energy',
    placeholder: 'ENERGY',
    kind: 'energy',
    description: 'Rank only entries of at most this energy, e.g. 1kWh',
  },
  {
    key: 'minMetric',
    long: '--min-metric',
    placeholder: 'X',
    kind: 'number',
    description: 'Rank only entries of at least this quality',
  },
  {
    key: 'maxMetric',
    long: '--max-metric',
    placeholder: 'X',
    kind: 'number',
    description: 'The same where less is better',
  },
] as const satisfies readonly OptionSpec[];

const NO_TASK = ['3', 'no leaderboard there'] as const;

/** `joulebook leaderboard init`. */
export const LEADERBOARD_INIT = {
  name: 'leaderboard init',
  group: 'Look',
  summary: 'Begin a leaderboard: a folder whose entries are files',
  description:
    'Writes leaderboard.yaml: the task, its metric, how many seeds an entry needs, and the class of hardware, if there is one. A repository and pull requests are all that a leaderboard needs.',
  arguments: [{ ...TASK_ARGUMENT, required: true, description: 'The folder; made if it is not there' }],
  options: [
    {
      key: 'metric',
      long: '--metric',
      placeholder: 'NAME',
      kind: 'string',
      description: 'The quality to set against energy: accuracy, -loss, loss:min',
    },
    {
      key: 'title',
      long: '--title',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Name of the task (default: of the folder)',
    },
    {
      key: 'minSeeds',
      long: '--min-seeds',
      placeholder: 'N',
      kind: 'int',
      min: 1,
      description: 'Seeds that an entry needs to have a rank (default: 3)',
    },
    {
      key: 'cpu',
      long: '--cpu',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Only machines whose CPU is called so',
    },
    {
      key: 'gpu',
      long: '--gpu',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Only machines whose GPUs are called so',
    },
    {
      key: 'gpus',
      long: '--gpus',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'Only machines of so many GPUs',
    },
  ],
  examples: [
    { line: 'joulebook leaderboard init digits --metric accuracy', does: 'any hardware, ranked apart' },
    {
      line: "joulebook leaderboard init wmt --metric bleu --gpu A100 --gpus 1 --title 'WMT14 on one A100'",
      does: 'one class of hardware',
    },
  ],
} as const satisfies CommandSpec;

/** `joulebook leaderboard add`. */
export const LEADERBOARD_ADD = {
  name: 'leaderboard add',
  group: 'Look',
  summary: 'Enter runs of the book: one configuration over its seeds, with its journals',
  description:
    'Makes a folder entries/NAME in the task: the figures and, packed with their hashes, the journals that they follow from. A journal is published as it is: command line, working folder, names of machine and packages, notes.',
  arguments: [{ ...FILTER_ARGUMENT, description: 'As --filter; @last and its like name a run' }],
  options: [
    {
      key: 'task',
      long: '--task',
      placeholder: 'DIR',
      kind: 'path',
      complete: 'folder',
      description: 'The folder with leaderboard.yaml (default: this one)',
    },
    {
      key: 'by',
      long: '--by',
      placeholder: 'NAME',
      kind: 'string',
      description: 'Whose entry it is, as it is shown',
    },
    {
      key: 'name',
      long: '--name',
      placeholder: 'NAME',
      kind: 'string',
      description:
        'Name of the entry, small letters, digits, dashes (default: --by and the name of its first run)',
    },
    {
      key: 'note',
      long: '--note',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'A word on it, or an address',
    },
    FILTER_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    {
      line: 'joulebook leaderboard add project:digits lr=0.1 --task digits --by ada --name small',
      does: 'all seeds of one configuration',
    },
  ],
  exits: [
    NO_TASK,
    ['5', 'the runs are no repetitions of one measured configuration, or their journals do not hold'],
  ],
} as const satisfies CommandSpec;

/** `joulebook leaderboard show`. */
export const LEADERBOARD_SHOW = {
  name: 'leaderboard show',
  group: 'Look',
  summary: 'Show a leaderboard: quality against energy on the same hardware, and the frontier',
  description:
    'Ranks by energy and by quality stand side by side; there is no score of both. A rank is 1 and how many others are better by more than the error of the difference, so entries that are not told apart share it.',
  arguments: [TASK_ARGUMENT],
  options: [
    ...CONSTRAINTS,
    {
      key: 'minSeeds',
      long: '--min-seeds',
      placeholder: 'N',
      kind: 'int',
      min: 1,
      description: 'Rank only entries of at least so many seeds, where the task asks for fewer',
    },
    {
      key: 'hardware',
      long: '--hardware',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Only hardware whose name has this in it',
    },
    { key: 'csv', long: '--csv', kind: 'flag', description: 'As CSV' },
    { key: 'md', long: '--md', kind: 'flag', description: 'As Markdown' },
    UNIT_OPTION,
    WIDE_OPTION,
  ],
  examples: [
    { line: 'joulebook leaderboard show digits', does: 'the table' },
    {
      line: 'joulebook leaderboard show digits --max-energy 1kWh --min-metric 0.9',
      does: 'among those that meet constraints',
    },
    { line: 'joulebook leaderboard show digits --csv > digits.csv', does: 'for a spreadsheet' },
  ],
  exits: [NO_TASK, ['5', 'a folder holds no entry']],
} as const satisfies CommandSpec;

/** `joulebook leaderboard verify`. */
export const LEADERBOARD_VERIFY = {
  name: 'leaderboard verify',
  group: 'Look',
  summary: 'Compute entries anew from their journals and refuse what does not match',
  description:
    'Checks the hash of every packed journal, every line in it, and that seeds, quality, energy and carbon of the entry are what the journals give, and that they can be at all: no energy below nothing or beyond what the machine takes, no run of tomorrow. It does not tell whether a journal was invented.',
  arguments: [
    {
      ...TASK_ARGUMENT,
      placeholder: 'DIR|ENTRY',
      description: 'A leaderboard, or the folder of one entry (default: the leaderboard here)',
    },
  ],
  options: [],
  examples: [
    { line: 'joulebook leaderboard verify digits', does: 'all entries, e.g. for every pull request' },
    { line: 'joulebook leaderboard verify digits/entries/small', does: 'one' },
  ],
  exits: [NO_TASK, ['5', 'an entry does not hold']],
} as const satisfies CommandSpec;

/** `joulebook leaderboard page`. */
export const LEADERBOARD_PAGE = {
  name: 'leaderboard page',
  group: 'Look',
  summary: 'Write a leaderboard as one page that needs no network; with JavaScript on it has sliders',
  description:
    'Every entry is verified first; with one that does not hold nothing is written. The same entries give the same bytes.',
  arguments: [TASK_ARGUMENT],
  options: [
    {
      key: 'output',
      long: '--output',
      short: '-o',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: 'Write here (default: stdout)',
    },
    ...CONSTRAINTS,
  ],
  examples: [{ line: 'joulebook leaderboard page digits -o digits.html', does: 'a page to publish' }],
  exits: [NO_TASK, ['5', 'an entry does not hold']],
} as const satisfies CommandSpec;

/** The commands about leaderboards, in the order of the command list. */
export const LEADERBOARD_COMMANDS = [
  LEADERBOARD_INIT,
  LEADERBOARD_ADD,
  LEADERBOARD_SHOW,
  LEADERBOARD_VERIFY,
  LEADERBOARD_PAGE,
] as const satisfies readonly CommandSpec[];
