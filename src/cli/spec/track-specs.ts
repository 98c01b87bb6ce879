import { RECORDED_TARGETS, WITH_DEPS_OPTION, recursiveOption } from './pipeline-options.ts';
import { PIPELINE_EXITS } from './pipeline-specs.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

/** Exit codes of commands that catch their failures, as DVC has them. */
export const CAUGHT_EXITS = [
  ['1', 'it could not be done'],
  ['254', 'the command line is not understood'],
  ['253', 'not a DVC repository'],
  ['251', 'the configuration of the project is not understood'],
] as const;

const NO_RELINK_OPTION = {
  key: 'noRelink',
  long: '--no-relink',
  kind: 'flag',
  description: 'Leave the files of the workspace as they are',
} as const satisfies OptionSpec;

const RECURSIVE_OPTION = recursiveOption('Targets are folders: all that is tracked below them');

/** `joulebook add`. */
export const ADD = {
  name: 'add',
  group: 'Pipeline',
  summary: 'Track files or folders: into the cache, with a .dvc file beside them',
  description:
    'The content goes into the cache, the .dvc file into git, and git ignores the content. A file inside a tracked folder updates that folder.',
  arguments: [
    {
      key: 'targets',
      placeholder: 'TARGET',
      required: true,
      variadic: true,
      complete: 'file',
      description: 'File or folder, e.g. data/raw.csv',
    },
  ],
  options: [
    {
      key: 'noCommit',
      long: '--no-commit',
      kind: 'flag',
      description: 'Do not put the content into the cache',
    },
    { key: 'glob', long: '--glob', kind: 'flag', description: 'Targets are patterns: "raw/*.csv"' },
    {
      key: 'out',
      long: '--out',
      short: '-o',
      placeholder: 'PATH',
      kind: 'path',
      complete: 'file',
      description: 'Copy the target to there, and track it there',
    },
    {
      key: 'toRemote',
      long: '--to-remote',
      kind: 'flag',
      description: 'Send the target to a remote, and keep nothing of it here but the .dvc file',
    },
    {
      key: 'remote',
      long: '--remote',
      short: '-r',
      placeholder: 'NAME',
      kind: 'string',
      complete: 'remote',
      description: 'With --to-remote: the remote (default: core.remote of the configuration)',
    },
    {
      key: 'remoteJobs',
      long: '--remote-jobs',
      placeholder: 'N',
      kind: 'int',
      min: 1,
      max: 1024,
      description: 'With --to-remote: transfers at once',
    },
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      description: 'With --out: replace what lies there',
    },
    NO_RELINK_OPTION,
  ],
  examples: [
    { line: 'joulebook add data/raw', does: 'track a folder' },
    { line: 'joulebook add -o data/raw /mnt/disk/raw', does: 'copy it into the project, and track it' },
    { line: 'joulebook add --to-remote /mnt/disk/raw', does: 'send it to the remote without a copy here' },
    { line: 'joulebook add data/raw/new.csv', does: 'take one file of it in' },
  ],
  exits: CAUGHT_EXITS,
} as const satisfies CommandSpec;

/** `joulebook checkout`. */
export const CHECKOUT = {
  name: 'checkout',
  group: 'Pipeline',
  summary: 'Put what dvc.lock and .dvc files speak of in place, from the cache',
  description:
    'Only files that differ are touched. What would be lost, since the cache does not hold it, is not removed without --force.',
  arguments: [RECORDED_TARGETS],
  options: [
    { key: 'summary', long: '--summary', kind: 'flag', description: 'Only how many files changed' },
    WITH_DEPS_OPTION,
    RECURSIVE_OPTION,
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      description: 'Remove also what the cache does not hold',
    },
    {
      key: 'relink',
      long: '--relink',
      kind: 'flag',
      description: 'Make files links or copies again, as the configuration says',
    },
    {
      key: 'allowMissing',
      long: '--allow-missing',
      kind: 'flag',
      description: 'What the cache does not hold is no failure',
    },
  ],
  examples: [
    { line: 'joulebook checkout', does: 'everything, e.g. after `git switch`' },
    { line: 'joulebook checkout data/raw', does: 'one folder' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook commit`. */
export const COMMIT = {
  name: 'commit',
  group: 'Pipeline',
  summary: 'Record tracked files and outputs as they are now',
  description:
    'Takes what lies there into the cache and writes dvc.lock and .dvc files, without running anything.',
  arguments: [RECORDED_TARGETS],
  options: [
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      description: 'Record also what changed, without asking',
    },
    WITH_DEPS_OPTION,
    RECURSIVE_OPTION,
    NO_RELINK_OPTION,
  ],
  examples: [{ line: 'joulebook commit -f train', does: 'take the result of a stage that was run by hand' }],
  exits: CAUGHT_EXITS,
} as const satisfies CommandSpec;
