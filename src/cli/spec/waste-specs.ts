import { FILTER_ARGUMENT, FILTER_OPTION, UNIT_OPTION } from './book-specs.ts';
import { BOOK_OPTION, WIDE_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook waste`. */
export const WASTE = {
  name: 'waste',
  group: 'Look',
  summary: 'Show what energy came to nothing, and what to do about it',
  description:
    'Divides the energy of runs among causes that exclude each other, looked at in this order: failed; killed; duplicate (same inputs as an earlier success); superseded (done again with other code or data); past-plateau (epochs after the metrics no longer improved); idle (times in which a run did almost nothing). A stage or trial that failed counts with its part of the run around it. The tag not-waste (joulebook tag RUN not-waste) takes a run out. What caches and stopped trials saved stands apart: it was never spent.',
  arguments: [FILTER_ARGUMENT],
  options: [
    FILTER_OPTION,
    {
      key: 'limit',
      long: '--limit',
      short: '-l',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'At most N runs in the list; 0 for all (default: 8; all with --json, --csv)',
    },
    { key: 'csv', long: '--csv', kind: 'flag', description: 'The list as CSV, every part of every run' },
    {
      key: 'dismiss',
      long: '--dismiss',
      placeholder: 'KEY',
      kind: 'string',
      description: 'Set a recommendation aside: its key stands with it; the next takes its place',
    },
    {
      key: 'reason',
      long: '--reason',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Why it is set aside',
    },
    {
      key: 'restore',
      long: '--restore',
      placeholder: 'KEY',
      kind: 'string',
      description: 'Show it again',
    },
    UNIT_OPTION,
    WIDE_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook waste', does: 'all runs of the book' },
    { line: "joulebook waste 'start>-30d project:bert'", does: 'the last month of a project' },
    {
      line: 'joulebook waste --dismiss failed-1a2b3c4d --reason "the node was broken"',
      does: 'not again',
    },
    { line: 'joulebook waste --csv > waste.csv', does: 'for a spreadsheet' },
  ],
  exits: [['3', 'no book']],
} as const satisfies CommandSpec;
