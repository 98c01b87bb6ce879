import {
  ALL_VALUES_OPTION,
  EXPERIMENT_OPTIONS,
  MARKDOWN_OPTION,
  NEW_REVISION,
  NO_PATH_OPTION,
  jobsOption,
  recursiveOption,
} from './pipeline-options.ts';
import { PARAM_DEPS_OPTION, PRECISION_OPTION, REV_OPTIONS } from './exp-specs.ts';
import { PIPELINE_EXITS } from './pipeline-specs.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './spec.ts';

const EXPERIMENT = {
  key: 'experiment',
  placeholder: 'EXPERIMENT',
  required: true,
  complete: 'experiment',
  description: 'Name of an experiment, or a commit',
} as const satisfies ArgumentSpec;

const EXPERIMENTS = {
  key: 'experiments',
  placeholder: 'EXPERIMENT',
  variadic: true,
  complete: 'experiment',
  description: 'Names of experiments',
} as const satisfies ArgumentSpec;

const GIT_REMOTE = {
  key: 'gitRemote',
  placeholder: 'GIT_REMOTE',
  required: true,
  description: 'A git remote or URL',
} as const satisfies ArgumentSpec;

const GIT_REMOTE_OPTION = {
  key: 'gitRemote',
  long: '--git-remote',
  short: '-g',
  placeholder: 'REMOTE',
  kind: 'string',
  description: 'In this git remote or URL, instead of this repository',
} as const satisfies OptionSpec;

const FORCE_OPTION = {
  key: 'force',
  long: '--force',
  short: '-f',
  kind: 'flag',
  description: 'Replace an experiment of the same name',
} as const satisfies OptionSpec;

const CARRY_OPTIONS = [
  FORCE_OPTION,
  { key: 'noCache', long: '--no-cache', kind: 'flag', description: 'Only the commits, no outputs' },
  {
    key: 'remote',
    long: '--remote',
    short: '-r',
    placeholder: 'NAME',
    kind: 'string',
    complete: 'remote',
    description: 'The DVC remote for outputs (default: core.remote)',
  },
  jobsOption('Transfers at once'),
  { key: 'runCache', long: '--run-cache', kind: 'flag', description: 'The run-cache, too' },
] as const satisfies readonly OptionSpec[];

/** `joulebook exp diff`. */
export const EXP_DIFF = {
  name: 'exp diff',
  group: 'Pipeline',
  summary: 'Compare the metrics and parameters of two experiments',
  arguments: [
    {
      key: 'old',
      placeholder: 'OLD',
      complete: 'revision',
      description: 'Experiment or commit (default: HEAD)',
    },
    NEW_REVISION,
  ],
  options: [ALL_VALUES_OPTION, PARAM_DEPS_OPTION, MARKDOWN_OPTION, NO_PATH_OPTION, PRECISION_OPTION],
  examples: [
    { line: 'joulebook exp diff', does: 'the workspace with HEAD' },
    { line: 'joulebook exp diff slow fast --md', does: 'two experiments, for a README' },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;

/** `joulebook exp apply`. */
export const EXP_APPLY = {
  name: 'exp apply',
  group: 'Pipeline',
  summary: 'Put the files and outputs of an experiment into the workspace',
  description:
    'What the workspace held is kept as a stash: `git stash apply refs/exps/apply/stash`. HEAD and what git has staged stay as they are, and files that the experiment does not have.',
  arguments: [EXPERIMENT],
  options: [
    { key: 'noForce', long: '--no-force', kind: 'flag', hidden: true, description: 'Nothing is lost anyway' },
  ],
  examples: [{ line: 'joulebook exp apply slow', does: 'go on from an experiment' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook exp branch`. */
export const EXP_BRANCH = {
  name: 'exp branch',
  group: 'Pipeline',
  summary: 'Make a git branch of an experiment',
  arguments: [
    EXPERIMENT,
    { key: 'branch', placeholder: 'BRANCH', description: 'Name of the branch (default: EXPERIMENT-branch)' },
  ],
  options: [],
  examples: [{ line: 'joulebook exp branch slow', does: 'the branch slow-branch' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook exp save`. */
export const EXP_SAVE = {
  name: 'exp save',
  group: 'Pipeline',
  json: 'dvc',
  summary: 'Keep the workspace as an experiment, without running anything',
  arguments: [
    {
      key: 'targets',
      placeholder: 'TARGET',
      variadic: true,
      description: 'Only these stages or .dvc files are recorded (default: all)',
    },
  ],
  options: [
    ...EXPERIMENT_OPTIONS,
    {
      key: 'includeUntracked',
      long: '--include-untracked',
      short: '-I',
      placeholder: 'PATH',
      kind: 'string',
      repeatable: true,
      description: 'A path that git does not know and that belongs to it',
    },
    recursiveOption('Targets are folders'),
    FORCE_OPTION,
  ],
  examples: [{ line: 'joulebook exp save -n by-hand', does: 'what a notebook left' }],
  exits: [['1', 'it could not be kept'], ...PIPELINE_EXITS],
} as const satisfies CommandSpec;

/** `joulebook exp remove`. */
export const EXP_REMOVE = {
  name: 'exp remove',
  group: 'Pipeline',
  summary: 'Forget experiments',
  arguments: [EXPERIMENTS],
  options: [
    ...REV_OPTIONS,
    { key: 'keep', long: '--keep', kind: 'flag', description: 'Forget all but these' },
    { key: 'queue', long: '--queue', kind: 'flag', description: 'All that wait in the queue' },
    GIT_REMOTE_OPTION,
  ],
  examples: [
    { line: 'joulebook exp remove slow', does: 'one' },
    { line: 'joulebook exp remove --rev HEAD', does: 'all of the current commit' },
    { line: 'joulebook exp remove --keep best', does: 'all but one' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook exp rename`. */
export const EXP_RENAME = {
  name: 'exp rename',
  group: 'Pipeline',
  summary: 'Give an experiment another name',
  arguments: [EXPERIMENT, { key: 'name', placeholder: 'NAME', required: true, description: 'The new name' }],
  options: [FORCE_OPTION, GIT_REMOTE_OPTION],
  examples: [{ line: 'joulebook exp rename calm-otter baseline', does: 'a name that says something' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook exp clean`. */
export const EXP_CLEAN = {
  name: 'exp clean',
  group: 'Pipeline',
  summary: 'Remove what experiments left whose process is gone',
  options: [],
  examples: [{ line: 'joulebook exp clean', does: 'after a crash' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook exp push`. */
export const EXP_PUSH = {
  name: 'exp push',
  group: 'Pipeline',
  summary: 'Send experiments to a git remote, and their outputs to a DVC remote',
  arguments: [GIT_REMOTE, EXPERIMENTS],
  options: [...REV_OPTIONS, ...CARRY_OPTIONS],
  examples: [
    { line: 'joulebook exp push origin slow', does: 'one' },
    { line: 'joulebook exp push origin --no-cache', does: 'the commits of all experiments of HEAD' },
  ],
  exits: [['1', 'outputs did not come through'], ...PIPELINE_EXITS],
} as const satisfies CommandSpec;

/** `joulebook exp pull`. */
export const EXP_PULL = {
  name: 'exp pull',
  group: 'Pipeline',
  summary: 'Get experiments from a git remote, and their outputs from a DVC remote',
  arguments: [GIT_REMOTE, EXPERIMENTS],
  options: [...REV_OPTIONS, ...CARRY_OPTIONS],
  examples: [{ line: 'joulebook exp pull origin slow', does: 'one' }],
  exits: [['1', 'outputs did not come through'], ...PIPELINE_EXITS],
} as const satisfies CommandSpec;
