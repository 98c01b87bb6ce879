import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook doctor`. */
export const DOCTOR = {
  name: 'doctor',
  group: 'Set up',
  summary: 'Look at every meter, what a run here would be worth, and what to mend',
  description:
    'Reads every meter of this machine twice and tries everything that a run needs: each line says what was found, why, and what to do about it. Nothing is changed without --fix.',
  options: [
    {
      key: 'fix',
      long: '--fix',
      kind: 'flag',
      description:
        'Show what joulebook can mend (the udev rule for RAPL, lost runs, a damaged index), ask, do it',
    },
    { key: 'yes', long: '--yes', short: '-y', kind: 'flag', description: 'With --fix: do not ask' },
    {
      key: 'seconds',
      long: '--seconds',
      placeholder: 'N',
      kind: 'number',
      default: '1',
      min: 0.2,
      max: 60,
      description: 'How long to watch the meters, twice',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook doctor', does: 'everything, for people' },
    { line: 'joulebook doctor --json', does: 'the same for scripts, by stable ids' },
    { line: 'joulebook doctor --fix', does: 'show what can be mended, and ask' },
  ],
  exits: [['1', 'something is broken, or is left to mend']],
  settings: 'none',
} as const satisfies CommandSpec;
