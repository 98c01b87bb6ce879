import { RUN_ARGUMENT, UNIT_OPTION } from './book-specs.ts';
import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook why`. */
export const WHY = {
  name: 'why',
  group: 'Look',
  summary: 'Show where a figure comes from, down to each constant',
  description:
    'The chain behind a figure: each formula, what was read, each constant with its source, year, licence and interval, what makes the interval wide, and what was assumed for want of knowing. Without FIELD: energy at the wall and operational carbon. Without RUN: the newest.',
  arguments: [
    {
      key: 'run',
      placeholder: 'RUN',
      complete: 'run',
      description: `${RUN_ARGUMENT.description} (default: @last)`,
    },
    {
      key: 'fields',
      placeholder: 'FIELD',
      variadic: true,
      complete: 'figure',
      description:
        'A figure, as in filters or as a path of the record: co2, cpu, stage.train, energy.wall.active',
    },
  ],
  options: [
    {
      key: 'calc',
      long: '--calc',
      kind: 'flag',
      endsOptions: true,
      description:
        'Instead of a run: an estimate; what follows is for joulebook calc, what goes before are lines of it',
    },
    {
      key: 'prov',
      long: '--prov',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: 'Write the chain as W3C PROV-JSON; - is stdout, in place of the text',
    },
    {
      key: 'depth',
      long: '--depth',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'Show so many levels of the chain (default: all)',
    },
    UNIT_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook why @last co2', does: 'carbon, down to the constants' },
    { line: 'joulebook why calm-otter-7f3k gpu:0', does: 'how one GPU was read and shared out' },
    { line: 'joulebook why @last --prov chain.json', does: 'for other programs' },
    { line: 'joulebook why --calc --gpu 8xA100 --hours 24', does: 'an estimate instead of a run' },
  ],
  exits: [['3', 'no such run or figure, or no book']],
} as const satisfies CommandSpec;
