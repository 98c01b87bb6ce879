import { BOOK_OPTION, WIDE_OPTION } from './global-options.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './spec.ts';

const RUN_PARTS = {
  key: 'run',
  placeholder: 'RUN',
  complete: 'run',
  description: 'Id (also its beginning or its end), name, @last, @-3, @best, @best:METRIC',
} as const satisfies ArgumentSpec;

/** How every command takes a run. */
export const RUN_ARGUMENT = { ...RUN_PARTS, required: true } as const satisfies ArgumentSpec;

export const FILTER_OPTION = {
  key: 'filter',
  long: '--filter',
  short: '-f',
  placeholder: 'FILTER',
  kind: 'string',
  repeatable: true,
  complete: 'field',
  description: 'Only runs that match, e.g. \'state:ok start>-2d energy<"1 kWh" accuracy>0.9\'',
} as const satisfies OptionSpec;

/** Filters as arguments. */
export const FILTER_ARGUMENT = {
  key: 'filters',
  placeholder: 'FILTER',
  variadic: true,
  complete: 'field',
  description: 'As --filter',
} as const satisfies ArgumentSpec;

export const SORT_OPTION = {
  key: 'sort',
  long: '--sort',
  short: '-s',
  placeholder: 'FIELD',
  kind: 'string',
  complete: 'field',
  description: 'Sort by a field; a leading - turns the order round (default: newest first)',
} as const satisfies OptionSpec;

/** How energy is printed. */
export const UNIT_OPTION = {
  key: 'unit',
  long: '--unit',
  placeholder: 'UNIT',
  kind: 'enum',
  values: ['Wh', 'J'],
  default: 'Wh',
  config: 'unit',
  description: 'Print energy in scaled watt-hours or joules',
} as const satisfies OptionSpec;

export const FOUND: readonly (readonly [string, string])[] = [['3', 'no such run, or no book']];

/** `joulebook ls`. */
export const LS = {
  name: 'ls',
  group: 'Look',
  summary: 'List runs',
  arguments: [FILTER_ARGUMENT],
  options: [
    FILTER_OPTION,
    SORT_OPTION,
    {
      key: 'limit',
      long: '--limit',
      short: '-l',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'At most N runs; 0 for all (default: 30; all under --json)',
    },
    {
      key: 'offset',
      long: '--offset',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'Leave out the first N',
    },
    {
      key: 'columns',
      long: '--columns',
      short: '-c',
      placeholder: 'FIELD,…',
      kind: 'string',
      complete: 'field',
      description: 'These columns after id and name, e.g. co2,embodied,water,cost,region',
    },
    {
      key: 'stages',
      long: '--stages',
      kind: 'flag',
      description: 'The stages of a repro as well, under it (a filter finds them without)',
    },
    { key: 'ids', long: '--ids', kind: 'flag', description: 'Only the full ids, one a line' },
    { key: 'failEmpty', long: '--fail-empty', kind: 'flag', description: 'Exit with 3 if nothing matches' },
    UNIT_OPTION,
    WIDE_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook ls', does: 'the newest runs' },
    { line: "joulebook ls 'start>-2d' --sort energy", does: 'the last two days, cheapest first' },
    {
      line: 'joulebook ls region:France --sort -co2 -c co2,cost,water',
      does: 'what they cost besides energy',
    },
    { line: "joulebook ls 'tag:paper accuracy>0.9' --json", does: 'records for a script' },
  ],
  exits: FOUND,
} as const satisfies CommandSpec;

/** `joulebook show`. */
export const SHOW = {
  name: 'show',
  group: 'Look',
  summary: 'Show one run',
  arguments: [
    {
      key: 'run',
      placeholder: 'RUN',
      complete: 'run',
      description: `${RUN_ARGUMENT.description} (default: @last)`,
    },
  ],
  options: [
    {
      key: 'field',
      long: '--field',
      placeholder: 'FIELD',
      kind: 'string',
      repeatable: true,
      complete: 'field',
      description: 'Print only this value, e.g. energy.wall.attributed or params.lr',
    },
    {
      key: 'verify',
      long: '--verify',
      kind: 'flag',
      description: 'Only check that its journal is as it was written: checksums, numbers, SHA-256',
    },
    UNIT_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook show @last', does: 'the newest run' },
    { line: 'joulebook show calm-otter-7f3k --json', does: 'its whole record' },
    { line: 'joulebook show @best:accuracy --field energy.wall', does: 'one number, in joules' },
    { line: 'joulebook show @last --verify', does: 'was anything changed since?' },
  ],
  exits: [...FOUND, ['5', 'with --verify: the journal does not hold']],
} as const satisfies CommandSpec;

/** `joulebook compare`. */
export const COMPARE = {
  name: 'compare',
  group: 'Look',
  summary: 'Compare runs; errors that they share cancel',
  arguments: [
    {
      ...RUN_ARGUMENT,
      key: 'runs',
      variadic: true,
      description: `The base first. ${RUN_ARGUMENT.description}`,
    },
  ],
  options: [
    { key: 'all', long: '--all', kind: 'flag', description: 'Also the rows that do not differ' },
    UNIT_OPTION,
    WIDE_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook compare @-2 @last', does: 'the last run against the one before' },
    { line: 'joulebook compare baseline pruned quantised', does: 'three runs by name' },
  ],
  exits: FOUND,
} as const satisfies CommandSpec;

/** `joulebook tag`. */
export const TAG = {
  name: 'tag',
  group: 'Keep',
  summary: 'Add tags to a run, or take them off',
  arguments: [RUN_ARGUMENT, { key: 'tags', placeholder: 'TAG', variadic: true, description: 'Tags to add' }],
  options: [
    {
      key: 'remove',
      long: '--remove',
      short: '-d',
      placeholder: 'TAG',
      kind: 'string',
      repeatable: true,
      description: 'Tag to take off',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook tag @last paper final', does: 'add two tags' },
    { line: 'joulebook tag 7f3k2q --remove draft', does: 'take one off' },
  ],
  exits: FOUND,
} as const satisfies CommandSpec;

/** `joulebook note`. */
export const NOTE = {
  name: 'note',
  group: 'Keep',
  summary: 'Write a note into a run',
  arguments: [
    RUN_ARGUMENT,
    { key: 'text', placeholder: 'TEXT', required: true, variadic: true, description: 'The note' },
  ],
  options: [BOOK_OPTION],
  examples: [{ line: 'joulebook note @last "the fan was loud"', does: 'keep what you saw' }],
  exits: FOUND,
} as const satisfies CommandSpec;

/** `joulebook rename`. */
export const RENAME = {
  name: 'rename',
  group: 'Keep',
  summary: 'Give a run another name',
  arguments: [
    RUN_ARGUMENT,
    { key: 'name', placeholder: 'NAME', required: true, description: 'The new name' },
  ],
  options: [BOOK_OPTION],
  examples: [{ line: 'joulebook rename @last baseline', does: 'a name to remember' }],
  exits: FOUND,
} as const satisfies CommandSpec;

/** `joulebook rm`. */
export const RM = {
  name: 'rm',
  group: 'Keep',
  summary: 'Delete runs from the book',
  description:
    "The runs that are named, or all that --filter finds. Asks first where there is somebody to ask. A run that is alive is not deleted. The run's row in the book's emissions.csv goes with it; files named by --csv are left as they are.",
  arguments: [{ ...RUN_PARTS, key: 'runs', variadic: true }],
  options: [
    { ...FILTER_OPTION, description: 'All runs that match, in place of naming them' },
    { key: 'yes', long: '--yes', short: '-y', kind: 'flag', description: 'Do not ask' },
    { key: 'dryRun', long: '--dry-run', kind: 'flag', description: 'Only say what would be deleted' },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook rm @last --yes', does: 'delete the newest run' },
    { line: 'joulebook rm --filter project:sample', does: 'delete the sample runs, after asking' },
  ],
  exits: FOUND,
} as const satisfies CommandSpec;
