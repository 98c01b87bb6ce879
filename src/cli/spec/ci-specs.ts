import { CAPTURE_OPTION, MEASURE_EXITS, MEASURE_OPTIONS } from './measure-specs.ts';
import type { CommandSpec } from './spec.ts';

const [NAME, ...OTHER_MEASURE_OPTIONS] = MEASURE_OPTIONS;

/** `joulebook ci`. */
export const CI = {
  name: 'ci',
  group: 'Measure',
  summary: 'Run a command, compare its energy with a baseline, fail where it has grown',
  description:
    'For GitHub Actions, GitLab and other CI. Runs the command as `run` does and compares its energy with past runs. It fails only where the whole 90% interval of the comparison is above the margin; where the interval holds the margin it says that it is not sure, and how many more runs would tell. Runs of other machines, or measured in another way, are left out, and that is said.',
  rest: { placeholder: 'COMMAND', description: 'The command and its arguments, untouched' },
  options: [
    {
      key: 'baseline',
      long: '--baseline',
      placeholder: 'WHAT',
      kind: 'string',
      default: 'last:10',
      complete: 'file',
      description:
        'Compare with: last:N (the last N good runs of this name and project in the book), a run, or a file of runs',
    },
    {
      key: 'margin',
      long: '--margin',
      placeholder: 'PERCENT',
      kind: 'string',
      default: '10%',
      description: 'How much more energy is still fine',
    },
    {
      key: 'figure',
      long: '--figure',
      placeholder: 'WHICH',
      kind: 'enum',
      values: ['attributed', 'active', 'machine'],
      description:
        'Which energy decides: with its share of idle, above idle (steadier where others use the machine, blind to waiting), or the whole machine’s (default: as --scope)',
    },
    {
      key: 'repeat',
      long: '--repeat',
      placeholder: 'N',
      kind: 'int',
      default: '1',
      min: 1,
      max: 100,
      description: 'Run the command N times: the comparison gets sharper',
    },
    {
      key: 'updateBaseline',
      long: '--update-baseline',
      kind: 'flag',
      description:
        'Accept this energy as the new level: write it to the baseline file, or mark the run in the book; never fails for the margin',
    },
    {
      key: 'anyMachine',
      long: '--any-machine',
      kind: 'flag',
      description: 'Compare with runs of other machines too; the interval then has the errors of both',
    },
    {
      key: 'summary',
      long: '--summary',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: 'Append the Markdown summary to this file (default: $GITHUB_STEP_SUMMARY)',
    },
    {
      key: 'metricsReport',
      long: '--metrics-report',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: 'Write the figures in OpenMetrics form (default in GitLab: metrics.txt)',
    },
    {
      ...NAME,
      description:
        'Name of the run, which finds its baseline in the book (default: follows from the command)',
    },
    ...OTHER_MEASURE_OPTIONS,
    CAPTURE_OPTION,
  ],
  examples: [
    { line: 'joulebook ci -- python train.py --epochs 1', does: 'against the last ten runs in the book' },
    {
      line: 'joulebook ci --baseline energy.json --margin 5% --repeat 3 -- make bench',
      does: 'three runs against a file that is kept in git',
    },
    {
      line: 'joulebook ci --baseline energy.json --update-baseline -- make bench',
      does: 'make that file, or accept a new level',
    },
  ],
  exits: [
    ['4', 'more energy than the baseline and the margin, surely; or a limit was passed'],
    ['3', '--baseline names no run and no file'],
    ...MEASURE_EXITS.slice(1),
  ],
} as const satisfies CommandSpec;
