import { GLOB_OPTION, WITH_DEPS_OPTION, jobsOption, recursiveOption } from './pipeline-options.ts';
import { FOOTPRINT_OPTIONS, ONLINE_OPTION } from './footprint-options.ts';
import { BOOK_OPTION } from './global-options.ts';
import { INTERVAL_OPTION, PROJECT_OPTION, TAG_OPTION } from './measure-specs.ts';
import { REMOTE_OPTIONS } from './remote-options.ts';
import type { CommandSpec } from './spec.ts';

/** Exit codes of DVC, which the commands on its projects share. */
export const PIPELINE_EXITS = [
  ['255', 'a stage failed, or a file of the project is not understood'],
  ['254', 'the command line is not understood'],
  ['253', 'not a DVC repository'],
  ['251', 'the configuration of the project is not understood'],
] as const;

const TARGETS = {
  key: 'targets',
  placeholder: 'TARGET',
  variadic: true,
  complete: 'target',
  description:
    'Stage, group, output, .dvc file or dvc.yaml, e.g. train, sub/dvc.yaml:train (default: ./dvc.yaml)',
} as const;

const RECURSIVE_OPTION = recursiveOption('Targets are folders: all stages below them');

/** `joulebook repro`. */
export const REPRO = {
  name: 'repro',
  group: 'Pipeline',
  summary: 'Run the stages of dvc.yaml that are out of date, and measure them',
  description:
    'Takes a DVC project as it is and leaves it so that DVC finds it up to date. What is in the cache is restored; the rest runs, measured. At the end: what was spent, what the cache avoided, and what all of it would take from scratch.',
  arguments: [TARGETS],
  options: [
    { ...jobsOption('Stages that may run at once where they do not need each other'), default: '1' },
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      description: 'Run stages even if nothing changed',
    },
    {
      key: 'interactive',
      long: '--interactive',
      short: '-i',
      kind: 'flag',
      description: 'Ask before each stage',
    },
    {
      key: 'singleItem',
      long: '--single-item',
      short: '-s',
      kind: 'flag',
      description: 'Only the targets, not what they need',
    },
    {
      key: 'pipeline',
      long: '--pipeline',
      short: '-p',
      kind: 'flag',
      description: 'The whole pipelines that the targets belong to',
    },
    {
      key: 'allPipelines',
      long: '--all-pipelines',
      short: '-P',
      kind: 'flag',
      description: 'Every pipeline of the project',
    },
    RECURSIVE_OPTION,
    { key: 'downstream', long: '--downstream', kind: 'flag', description: 'The targets and what needs them' },
    {
      key: 'forceDownstream',
      long: '--force-downstream',
      kind: 'flag',
      description: 'Run what needs a stage that ran, changed or not',
    },
    {
      key: 'pull',
      long: '--pull',
      kind: 'flag',
      description: 'Fetch from the default remote what the cache lacks, with its results of earlier work',
    },
    {
      key: 'allowMissing',
      long: '--allow-missing',
      kind: 'flag',
      description: 'Data that is not there counts as unchanged',
    },
    {
      key: 'dry',
      long: '--dry',
      kind: 'flag',
      description: 'Only say what would run, and what it would take',
    },
    {
      key: 'keepGoing',
      long: '--keep-going',
      short: '-k',
      kind: 'flag',
      description: 'After a failure go on with what does not need it',
    },
    {
      key: 'ignoreErrors',
      long: '--ignore-errors',
      kind: 'flag',
      description: 'After a failure go on with everything',
    },
    GLOB_OPTION,
    { key: 'noCommit', long: '--no-commit', kind: 'flag', description: 'Do not put outputs into the cache' },
    {
      key: 'noRunCache',
      long: '--no-run-cache',
      kind: 'flag',
      description: 'Run even what ran with the same inputs before',
    },
    {
      key: 'maxEnergy',
      long: '--max-energy',
      placeholder: 'ENERGY',
      kind: 'energy',
      description: 'Begin no stage that would take the whole above this, e.g. "2 kWh"',
    },
    {
      key: 'maxCo2',
      long: '--max-co2',
      placeholder: 'MASS',
      kind: 'mass',
      description: 'Begin no stage that would take the whole above this, e.g. "100 g"',
    },
    TAG_OPTION,
    PROJECT_OPTION,
    INTERVAL_OPTION,
    BOOK_OPTION,
    ...FOOTPRINT_OPTIONS,
    ONLINE_OPTION,
  ],
  examples: [
    { line: 'joulebook repro', does: 'bring ./dvc.yaml up to date' },
    { line: 'joulebook repro -j 4', does: 'four stages at once where the graph allows' },
    { line: 'joulebook repro --dry', does: 'what would run, and the energy that it would take' },
    { line: 'joulebook repro train --max-energy "500 Wh"', does: 'one target, within a budget' },
  ],
  exits: [
    ['4', 'a stage was not begun because of --max-energy or --max-co2'],
    ['252', 'Ctrl-C'],
    ...PIPELINE_EXITS,
  ],
} as const satisfies CommandSpec;

/** `joulebook status`. */
export const STATUS = {
  name: 'status',
  group: 'Pipeline',
  summary: 'Say which stages are out of date, why, and what they will take',
  description:
    'Compares the workspace with dvc.lock, .dvc files and the cache. -q says nothing and exits with 1 if anything changed.',
  arguments: [TARGETS],
  options: [
    WITH_DEPS_OPTION,
    RECURSIVE_OPTION,
    {
      key: 'cloud',
      long: '--cloud',
      short: '-c',
      kind: 'flag',
      description: 'Compare the cache with a remote instead',
    },
    ...REMOTE_OPTIONS,
    {
      key: 'noUpdates',
      long: '--no-updates',
      kind: 'flag',
      description: 'Accepted for scripts: nothing is asked of where imports came from',
    },
  ],
  examples: [
    { line: 'joulebook status', does: 'everything of the project' },
    { line: 'joulebook status train', does: 'one stage' },
    { line: 'joulebook status --json', does: "DVC's JSON" },
    { line: 'joulebook status -c', does: 'what the remote lacks, or has and the cache has not' },
  ],
  exits: [['1', '-q: something changed'], ...PIPELINE_EXITS],
  json: 'dvc',
} as const satisfies CommandSpec;
