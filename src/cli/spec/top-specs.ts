import { FOOTPRINT_OPTIONS, ONLINE_OPTION } from './footprint-options.ts';
import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook top`. */
export const TOP = {
  name: 'top',
  group: 'Look',
  summary: "Watch where this machine's watts go: components, runs, processes",
  description:
    'A live view, with the keys of nvtop and htop: q quits, ? lists the keys. The meters and the shares are those of runs: live runs, untracked work, joulebook itself and idle sum to the machine. Nothing is recorded.',
  options: [
    {
      key: 'interval',
      long: '--interval',
      short: '-i',
      placeholder: 'TIME',
      kind: 'duration',
      default: '1s',
      config: 'interval',
      min: 0.05,
      max: 3600,
      description: 'Time between two readings',
    },
    { key: 'once', long: '--once', kind: 'flag', description: 'One frame as plain text, after one interval' },
    {
      key: 'seconds',
      long: '--seconds',
      placeholder: 'N',
      kind: 'number',
      min: 0.1,
      description: 'End after so many seconds',
    },
    ...FOOTPRINT_OPTIONS,
    {
      ...ONLINE_OPTION,
      description: 'Ask a live source for the carbon intensity of the next hours (default: no network)',
    },
    {
      key: 'unit',
      long: '--unit',
      placeholder: 'UNIT',
      kind: 'enum',
      values: ['Wh', 'J'],
      default: 'Wh',
      config: 'unit',
      description: 'Print energy in scaled watt-hours or joules',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook top', does: 'live, until q' },
    { line: 'joulebook top --online --region GB', does: 'with the curve of the grid for the next day' },
    { line: 'joulebook top --once', does: 'one frame, for a log or a bug report' },
    { line: 'joulebook top --json --interval 10s >power.jsonl', does: 'a line of JSON every ten seconds' },
  ],
} as const satisfies CommandSpec;
