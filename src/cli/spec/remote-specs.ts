import { GLOB_OPTION, WITH_DEPS_OPTION, recursiveOption } from './pipeline-options.ts';
import { PIPELINE_EXITS } from './pipeline-specs.ts';
import { REMOTE_OPTIONS } from './remote-options.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const TARGETS = {
  key: 'targets',
  placeholder: 'TARGET',
  variadic: true,
  complete: 'target',
  description: 'Outputs, files in one, stages or .dvc files (default: all of the project)',
} as const;

const TRANSFER_OPTIONS = [
  ...REMOTE_OPTIONS,
  WITH_DEPS_OPTION,
  recursiveOption('Targets are folders: all stages and data below them'),
  {
    key: 'runCache',
    long: '--run-cache',
    kind: 'flag',
    description: 'The list of all work ever done as well (the run-cache), with what it took',
  },
  { key: 'noRunCache', long: '--no-run-cache', kind: 'flag', description: 'Without them (default)' },
] as const satisfies readonly OptionSpec[];

const REMOTE_EXITS = [
  ['1', 'something did not come through'],
  ['252', 'Ctrl-C'],
  ...PIPELINE_EXITS.filter(([code]) => code !== '255'),
  ['255', 'a file of the project is not understood'],
] as const;

/** `joulebook push`. */
export const PUSH = {
  name: 'push',
  group: 'Pipeline',
  summary: 'Send what the cache holds of a DVC project to a remote',
  description:
    'The remote is a folder, a bucket (s3://) or a folder of another machine (ssh://). Records of what results took go along. DVC reads what this sends, and the other way round.',
  arguments: [TARGETS],
  options: [...TRANSFER_OPTIONS, GLOB_OPTION],
  examples: [
    { line: 'joulebook push', does: 'all that the default remote lacks' },
    { line: 'joulebook push -r storage model.pt', does: 'one output, to a remote by name' },
    { line: 'joulebook push --run-cache', does: 'with all results, for others to restore' },
  ],
  exits: REMOTE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook fetch`. */
export const FETCH = {
  name: 'fetch',
  group: 'Pipeline',
  summary: 'Fetch what a DVC project needs from a remote into the cache',
  description: 'The workspace stays as it is; `pull` also puts what came in place.',
  arguments: [TARGETS],
  options: [
    ...TRANSFER_OPTIONS,
    {
      key: 'maxSize',
      long: '--max-size',
      placeholder: 'BYTES',
      kind: 'int',
      min: 1,
      description: 'Only outputs that are smaller',
    },
    {
      key: 'types',
      long: '--type',
      placeholder: 'KIND',
      kind: 'enum',
      values: ['metrics', 'plots'],
      repeatable: true,
      description: 'Only metrics, or only plots',
    },
  ],
  examples: [
    { line: 'joulebook fetch', does: 'all that the cache lacks' },
    { line: 'joulebook fetch --run-cache', does: 'with all results, so that repro restores them' },
  ],
  exits: REMOTE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook pull`. */
export const PULL = {
  name: 'pull',
  group: 'Pipeline',
  summary: 'Fetch what a DVC project needs from a remote and put it in place',
  arguments: [TARGETS],
  options: [
    ...TRANSFER_OPTIONS,
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      description: 'Overwrite files that are kept nowhere else',
    },
    {
      key: 'allowMissing',
      long: '--allow-missing',
      kind: 'flag',
      description: 'What the remote lacks is no failure',
    },
    GLOB_OPTION,
  ],
  examples: [
    { line: 'joulebook pull', does: 'all data of the project' },
    { line: 'joulebook pull data/images/cats', does: 'one folder of a tracked folder' },
  ],
  exits: REMOTE_EXITS,
} as const satisfies CommandSpec;
