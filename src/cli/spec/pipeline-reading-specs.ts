import {
  ALL_VALUES_OPTION,
  MARKDOWN_OPTION,
  NAME_ONLY_OPTION,
  NEW_REVISION,
  NO_PATH_OPTION,
  recursiveOption,
} from './pipeline-options.ts';
import { PIPELINE_EXITS } from './pipeline-specs.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './spec.ts';

const PRECISION_OPTION = {
  key: 'precision',
  long: '--precision',
  placeholder: 'N',
  kind: 'int',
  min: 0,
  max: 99,
  description: 'Digits behind the point (default: 5)',
} as const satisfies OptionSpec;

const RECURSIVE_OPTION = recursiveOption('Targets may be folders');

const TARGETS_OPTION = {
  key: 'targets',
  long: '--targets',
  placeholder: 'PATH',
  kind: 'path',
  repeatable: true,
  takesMany: true,
  complete: 'file',
  description: 'Only these files, tracked or not',
} as const satisfies OptionSpec;

const REVISIONS = [
  {
    key: 'old',
    placeholder: 'OLD',
    complete: 'revision',
    description: 'Commit, branch, tag or experiment (default: HEAD)',
  },
  NEW_REVISION,
] as const satisfies readonly ArgumentSpec[];

/** `joulebook stage list`. */
export const STAGE_LIST = {
  name: 'stage list',
  group: 'Pipeline',
  summary: 'List stages with what they make',
  arguments: [
    {
      key: 'targets',
      placeholder: 'TARGET',
      variadic: true,
      complete: 'target',
      description: 'Stage, dvc.yaml or .dvc file (default: ./dvc.yaml)',
    },
  ],
  options: [
    { key: 'all', long: '--all', kind: 'flag', description: 'Every stage of the project' },
    {
      key: 'fail',
      long: '--fail',
      kind: 'flag',
      description: 'Fail where a file is not understood, instead of leaving it out',
    },
    RECURSIVE_OPTION,
    NAME_ONLY_OPTION,
    { key: 'namesOnly', long: '--names-only', kind: 'flag', description: 'Only names', hidden: true },
  ],
  examples: [
    { line: 'joulebook stage list', does: 'the stages of ./dvc.yaml' },
    { line: 'joulebook stage list --all --name-only', does: 'every stage of the project by its name' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook params diff`. */
export const PARAMS_DIFF = {
  name: 'params diff',
  group: 'Pipeline',
  summary: 'Compare the parameters of two commits, or of one with the workspace',
  arguments: REVISIONS,
  options: [
    TARGETS_OPTION,
    ALL_VALUES_OPTION,
    { key: 'deps', long: '--deps', kind: 'flag', description: 'Only parameters that stages depend on' },
    MARKDOWN_OPTION,
    NO_PATH_OPTION,
  ],
  examples: [
    { line: 'joulebook params diff', does: 'what changed since the last commit' },
    { line: 'joulebook params diff main --json', does: "against a branch, as DVC's JSON" },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;

/** `joulebook metrics show`. */
export const METRICS_SHOW = {
  name: 'metrics show',
  group: 'Pipeline',
  summary: 'Print the metrics that stages write',
  arguments: [
    {
      key: 'targets',
      placeholder: 'PATH',
      variadic: true,
      complete: 'file',
      description: 'Files or folders (default: all metrics of the project)',
    },
  ],
  options: [
    { key: 'allBranches', long: '--all-branches', short: '-a', kind: 'flag', description: 'Of every branch' },
    { key: 'allTags', long: '--all-tags', short: '-T', kind: 'flag', description: 'Of every tag' },
    { key: 'allCommits', long: '--all-commits', short: '-A', kind: 'flag', description: 'Of every commit' },
    MARKDOWN_OPTION,
    RECURSIVE_OPTION,
    PRECISION_OPTION,
    {
      key: 'energy',
      long: '--energy',
      kind: 'flag',
      description: 'With what it took to compute each file',
    },
  ],
  examples: [
    { line: 'joulebook metrics show', does: 'the metrics of the workspace' },
    { line: 'joulebook metrics show -a --md', does: 'of every branch, as Markdown' },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;

/** `joulebook metrics diff`. */
export const METRICS_DIFF = {
  name: 'metrics diff',
  group: 'Pipeline',
  summary: 'Compare the metrics of two commits, or of one with the workspace',
  arguments: REVISIONS,
  options: [
    TARGETS_OPTION,
    RECURSIVE_OPTION,
    ALL_VALUES_OPTION,
    MARKDOWN_OPTION,
    NO_PATH_OPTION,
    PRECISION_OPTION,
  ],
  examples: [
    { line: 'joulebook metrics diff', does: 'what changed since the last commit' },
    { line: 'joulebook metrics diff v1 main', does: 'a tag against a branch' },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;

/** `joulebook dag`. */
export const DAG = {
  name: 'dag',
  group: 'Pipeline',
  summary: 'Draw what needs what, with the energy of each stage',
  arguments: [
    {
      key: 'target',
      placeholder: 'TARGET',
      complete: 'target',
      description: 'Only what this stage or output needs (default: the whole project)',
    },
  ],
  options: [
    { key: 'dot', long: '--dot', kind: 'flag', description: 'For Graphviz' },
    { key: 'mermaid', long: '--mermaid', kind: 'flag', description: 'For Mermaid' },
    { key: 'markdown', long: '--md', kind: 'flag', description: 'For Mermaid, in a block of Markdown' },
    { key: 'full', long: '--full', kind: 'flag', description: 'All that hangs together with the target' },
    { key: 'outs', long: '--outs', short: '-o', kind: 'flag', description: 'Outputs instead of stages' },
    {
      key: 'collapse',
      long: '--collapse-foreach-matrix',
      kind: 'flag',
      description: 'One node for each foreach or matrix group',
    },
    {
      key: 'energy',
      long: '--energy',
      kind: 'flag',
      description: 'With what it took to compute what each stage holds',
    },
  ],
  examples: [
    { line: 'joulebook dag', does: 'boxes' },
    { line: 'joulebook dag --energy --mermaid', does: 'a chart with the energy of each stage' },
    { line: 'joulebook dag train', does: 'only what train needs' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook diff`. */
export const DIFF = {
  name: 'diff',
  group: 'Pipeline',
  summary: 'Compare the tracked data of two commits, or of one with the workspace',
  arguments: REVISIONS,
  options: [
    TARGETS_OPTION,
    { key: 'showHash', long: '--show-hash', kind: 'flag', description: 'With hashes' },
    MARKDOWN_OPTION,
    {
      key: 'hideMissing',
      long: '--hide-missing',
      kind: 'flag',
      description: 'Without what the cache lacks',
    },
  ],
  examples: [
    { line: 'joulebook diff', does: 'what changed since the last commit' },
    { line: 'joulebook diff v1 main --show-hash', does: 'a tag against a branch, with hashes' },
  ],
  exits: [['1', 'the comparison cannot be made'], ...PIPELINE_EXITS],
  json: 'dvc',
} as const satisfies CommandSpec;

/** `joulebook data status`. */
export const DATA_STATUS = {
  name: 'data status',
  group: 'Pipeline',
  summary: 'Compare tracked data: last commit, files of DVC, workspace',
  arguments: [
    {
      key: 'targets',
      placeholder: 'PATH',
      variadic: true,
      complete: 'file',
      description: 'Only these files and folders',
    },
  ],
  options: [
    { key: 'granular', long: '--granular', kind: 'flag', description: 'The files of folders too' },
    { key: 'unchanged', long: '--unchanged', kind: 'flag', description: 'What did not change, too' },
    {
      key: 'untrackedFiles',
      long: '--untracked-files',
      placeholder: 'no|all',
      kind: 'enum',
      values: ['no', 'all'],
      default: 'no',
      withoutValue: 'all',
      description: 'Files that neither git nor DVC tracks',
    },
    {
      key: 'notInRemote',
      long: '--not-in-remote',
      kind: 'flag',
      description: 'What a push would send: a remote does not hold it',
    },
    {
      key: 'remote',
      long: '--remote',
      short: '-r',
      placeholder: 'NAME',
      kind: 'string',
      complete: 'remote',
      description: 'With --not-in-remote: the remote (default: core.remote of the configuration)',
    },
    {
      key: 'noRemoteRefresh',
      long: '--no-remote-refresh',
      kind: 'flag',
      description: 'Accepted for scripts: the remote is always asked, nothing is kept of what it said',
    },
  ],
  examples: [
    { line: 'joulebook data status', does: 'everything that is tracked' },
    { line: 'joulebook data status --granular --json', does: "file by file, as DVC's JSON" },
    { line: 'joulebook data status --not-in-remote', does: 'with what is still to be pushed' },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;

/** Paths of a new stage. */
function paths<const K extends string, const L extends `--${string}`>(key: K, long: L, description: string) {
  return {
    key,
    long,
    placeholder: 'PATH',
    kind: 'path',
    repeatable: true,
    complete: 'file',
    description,
  } as const;
}

/** `joulebook stage add`. */
export const STAGE_ADD = {
  name: 'stage add',
  group: 'Pipeline',
  summary: 'Write a stage into ./dvc.yaml',
  description: 'What stands in dvc.yaml stays as it is written, comments included.',
  rest: { placeholder: 'COMMAND', description: 'What the stage runs' },
  options: [
    {
      key: 'name',
      long: '--name',
      short: '-n',
      placeholder: 'NAME',
      kind: 'string',
      description: 'What the stage is called',
    },
    { key: 'force', long: '--force', short: '-f', kind: 'flag', description: 'Replace a stage of that name' },
    { ...paths('deps', '--deps', 'What the command reads'), short: '-d' },
    {
      key: 'params',
      long: '--params',
      short: '-p',
      placeholder: '[FILE:]KEYS',
      kind: 'string',
      repeatable: true,
      description: 'Parameters: lr,train.epochs of params.yaml; other.toml:a.b; "other.toml:" for all of it',
    },
    { ...paths('outs', '--outs', 'What the command writes, kept in the cache'), short: '-o' },
    { ...paths('outsNoCache', '--outs-no-cache', 'The same, not kept in the cache'), short: '-O' },
    paths('outsPersist', '--outs-persist', 'The same, not removed before the command runs'),
    paths('outsPersistNoCache', '--outs-persist-no-cache', 'Neither kept in the cache nor removed'),
    { ...paths('metrics', '--metrics', 'A file of metrics that the command writes'), short: '-m' },
    { ...paths('metricsNoCache', '--metrics-no-cache', 'The same, kept by git'), short: '-M' },
    paths('plots', '--plots', 'A file of plots that the command writes'),
    paths('plotsNoCache', '--plots-no-cache', 'The same, kept by git'),
    {
      key: 'wdir',
      long: '--wdir',
      short: '-w',
      placeholder: 'DIR',
      kind: 'path',
      complete: 'folder',
      description: 'Where the command runs and paths begin',
    },
    { key: 'alwaysChanged', long: '--always-changed', kind: 'flag', description: 'Run it every time' },
    {
      key: 'desc',
      long: '--desc',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'What the stage is for',
    },
    { key: 'run', long: '--run', kind: 'flag', description: 'Run it, measured, once it is written' },
  ],
  examples: [
    {
      line: 'joulebook stage add -n train -d train.py -p lr -o model.bin -M metrics.json python train.py',
      does: 'a stage with a dependency, a parameter, an output and metrics',
    },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;
