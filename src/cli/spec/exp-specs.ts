import { EXPERIMENT_OPTIONS, MARKDOWN_OPTION, NAME_ONLY_OPTION } from './pipeline-options.ts';
import { WIDE_OPTION } from './global-options.ts';
import { PIPELINE_EXITS, REPRO } from './pipeline-specs.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const ALL_COMMITS_OPTION = {
  key: 'allCommits',
  long: '--all-commits',
  short: '-A',
  kind: 'flag',
  description: 'Experiments of all commits',
} as const satisfies OptionSpec;

const REV_OPTION = {
  key: 'rev',
  long: '--rev',
  placeholder: 'COMMIT',
  kind: 'string',
  complete: 'revision',
  repeatable: true,
  description: 'Experiments derived from this commit (default: HEAD)',
} as const satisfies OptionSpec;

const NUM_OPTION = {
  key: 'num',
  long: '--num',
  short: '-n',
  placeholder: 'N',
  kind: 'int',
  min: -1,
  default: '1',
  description: 'From so many commits back, first parents; -1: from all of them',
} as const satisfies OptionSpec;

/** Which commits experiments are asked for of. */
export const REV_OPTIONS = [ALL_COMMITS_OPTION, REV_OPTION, NUM_OPTION] as const;

/** `joulebook exp run`. */
export const EXP_RUN = {
  name: 'exp run',
  group: 'Pipeline',
  summary: 'Run the pipeline with other parameters and keep it as an experiment',
  description:
    "An experiment is a commit beside the branches, in DVC's own place: `dvc exp show` sees it too. What git has staged, HEAD and the branches stay as they are. Stages are measured and restored as by `repro`.",
  arguments: REPRO.arguments,
  options: [
    {
      key: 'setParam',
      long: '--set-param',
      short: '-S',
      placeholder: '[FILE:]KEY=VALUE',
      kind: 'string',
      repeatable: true,
      description: 'Change a parameter; +KEY adds one, ~KEY takes one away; with --queue: lr=0.1,0.2',
    },
    ...EXPERIMENT_OPTIONS,
    {
      key: 'temp',
      long: '--temp',
      kind: 'flag',
      description: 'Run in a folder of its own; the workspace stays as it is',
    },
    {
      key: 'queue',
      long: '--queue',
      kind: 'flag',
      description: 'Only queue it; `joulebook queue start` runs it',
    },
    {
      key: 'runAll',
      long: '--run-all',
      kind: 'flag',
      description: 'Run all that is queued, -j at once, and show what they write',
    },
    {
      key: 'copyPaths',
      long: '--copy-paths',
      short: '-C',
      placeholder: 'PATH',
      kind: 'string',
      repeatable: true,
      description: 'With --temp or --queue: a path that git does not know, to be copied along',
    },
    ...REPRO.options,
  ],
  examples: [
    { line: 'joulebook exp run -S train.lr=0.01 -n slow', does: 'one parameter changed, under a name' },
    { line: 'joulebook exp run --temp -S seed=7', does: 'beside the workspace' },
    { line: "joulebook exp run --queue -S 'lr=0.1,0.01' -S 'seed=range(0,3)'", does: 'a sweep: six of them' },
    { line: 'joulebook exp run --temp -S +train.dropout=0.2', does: 'a parameter that was not there' },
  ],
  exits: REPRO.exits,
} as const satisfies CommandSpec;

/** `joulebook exp list`. */
export const EXP_LIST = {
  name: 'exp list',
  group: 'Pipeline',
  summary: 'List experiments by the commit that they are derived from',
  arguments: [
    {
      key: 'remote',
      placeholder: 'GIT_REMOTE',
      description: 'A git remote or URL, instead of this repository',
    },
  ],
  options: [
    ...REV_OPTIONS,
    NAME_ONLY_OPTION,
    { key: 'shaOnly', long: '--sha-only', kind: 'flag', description: 'Only hashes' },
  ],
  examples: [
    { line: 'joulebook exp list', does: 'those of HEAD' },
    { line: 'joulebook exp list -A', does: 'all' },
    { line: 'joulebook exp list origin -A', does: 'all that were pushed' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** Parameters of stages alone. */
export const PARAM_DEPS_OPTION = {
  key: 'paramDeps',
  long: '--param-deps',
  kind: 'flag',
  description: 'Only parameters that stages depend on',
} as const satisfies OptionSpec;

/** How exactly numbers are shown. */
export const PRECISION_OPTION = {
  key: 'precision',
  long: '--precision',
  placeholder: 'N',
  kind: 'int',
  min: 1,
  max: 99,
  description: 'Significant digits (default: 5)',
} as const satisfies OptionSpec;

/** `joulebook exp show`. */
export const EXP_SHOW = {
  name: 'exp show',
  group: 'Pipeline',
  summary: 'Compare experiments: metrics, parameters, energy and carbon',
  description:
    "The workspace, then each commit with the experiments that are derived from it. Energy and carbon are what it took to compute all stages of a state once; they are shown where they were measured. --json is DVC's, with energy and carbon under `meta`.",
  options: [
    ...REV_OPTIONS,
    {
      key: 'allBranches',
      long: '--all-branches',
      short: '-a',
      kind: 'flag',
      description: 'Experiments of the tips of all branches',
    },
    { key: 'allTags', long: '--all-tags', short: '-T', kind: 'flag', description: 'Experiments of all tags' },
    {
      key: 'onlyChanged',
      long: '--only-changed',
      kind: 'flag',
      description: 'Only columns whose values differ',
    },
    {
      key: 'drop',
      long: '--drop',
      placeholder: 'REGEX',
      kind: 'regex',
      repeatable: true,
      description: 'Leave out columns whose titles begin so',
    },
    {
      key: 'keep',
      long: '--keep',
      placeholder: 'REGEX',
      kind: 'regex',
      repeatable: true,
      description: 'Keep columns whose titles begin so, whatever else is asked for',
    },
    PARAM_DEPS_OPTION,
    {
      key: 'sortBy',
      long: '--sort-by',
      placeholder: 'NAME',
      kind: 'string',
      description: 'Metric or parameter that puts the experiments of a commit in order',
    },
    {
      key: 'sortOrder',
      long: '--sort-order',
      placeholder: 'ORDER',
      kind: 'enum',
      values: ['asc', 'desc'],
      default: 'asc',
      description: 'asc or desc',
    },
    { key: 'sha', long: '--sha', kind: 'flag', description: 'Hashes even where commits have names' },
    { key: 'hideFailed', long: '--hide-failed', kind: 'flag', description: 'Without failed experiments' },
    { key: 'hideQueued', long: '--hide-queued', kind: 'flag', description: 'Without queued experiments' },
    { key: 'hideWorkspace', long: '--hide-workspace', kind: 'flag', description: 'Without the workspace' },
    { key: 'csv', long: '--csv', kind: 'flag', description: 'Comma-separated values' },
    MARKDOWN_OPTION,
    PRECISION_OPTION,
    WIDE_OPTION,
    { key: 'noPager', long: '--no-pager', kind: 'flag', hidden: true, description: 'There is none' },
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      hidden: true,
      description: 'All is read each time',
    },
  ],
  examples: [
    { line: 'joulebook exp show --only-changed', does: 'what differs between the experiments of HEAD' },
    {
      line: 'joulebook exp show -A --sort-by acc --sort-order desc',
      does: 'all experiments, the best first',
    },
    { line: 'joulebook exp show --csv > table.csv', does: 'for a spreadsheet' },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;

/** What a worker runs one experiment of the queue with. */
export const EXP_TASK = {
  name: '__exp-task',
  group: 'Pipeline',
  summary: 'Run one experiment of the queue',
  arguments: [{ key: 'task', placeholder: 'TASK', required: true, description: 'Which one' }],
  options: [],
  examples: [],
  hidden: true,
} as const satisfies CommandSpec;

/** A worker of the queue. */
export const QUEUE_WORKER = {
  name: '__queue-worker',
  group: 'Pipeline',
  summary: 'Run the experiments of the queue until none waits',
  options: [],
  examples: [],
  hidden: true,
} as const satisfies CommandSpec;
