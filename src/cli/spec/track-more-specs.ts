import { NAMED_TARGETS } from './pipeline-options.ts';
import { PIPELINE_EXITS } from './pipeline-specs.ts';
import { REMOTE_CHOICE_OPTIONS } from './remote-options.ts';
import type { CommandSpec } from './spec.ts';
import { CAUGHT_EXITS } from './track-specs.ts';

/** `joulebook init`. */
export const INIT = {
  name: 'init',
  group: 'Pipeline',
  summary: 'Make a folder a DVC project',
  description: 'Makes .dvc and .dvcignore, and adds them to git.',
  arguments: [
    {
      key: 'folder',
      placeholder: 'FOLDER',
      complete: 'folder',
      description: 'Where (default: here)',
    },
  ],
  options: [
    { key: 'noScm', long: '--no-scm', kind: 'flag', description: 'Do without git' },
    { key: 'subdir', long: '--subdir', kind: 'flag', description: 'A folder inside of a git repository' },
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      description: 'Make it anew; its cache is removed',
    },
  ],
  examples: [{ line: 'joulebook init', does: 'the folder that git keeps: after `git init`' }],
  exits: CAUGHT_EXITS,
} as const satisfies CommandSpec;

/** `joulebook remove`. */
export const REMOVE = {
  name: 'remove',
  group: 'Pipeline',
  summary: 'Take stages out of dvc.yaml, or stop tracking files',
  description: 'The content stays, in the workspace and in the cache; --outs removes it from the workspace.',
  arguments: [NAMED_TARGETS],
  options: [
    { key: 'outs', long: '--outs', kind: 'flag', description: 'Remove what they track or make as well' },
  ],
  examples: [
    { line: 'joulebook remove data/raw.dvc', does: 'stop tracking a folder' },
    { line: 'joulebook remove train --outs', does: 'a stage and what it made' },
  ],
  exits: CAUGHT_EXITS,
} as const satisfies CommandSpec;

/** `joulebook move`. */
export const MOVE = {
  name: 'move',
  group: 'Pipeline',
  summary: 'Move a tracked file or folder, with its .dvc file',
  arguments: [
    { key: 'source', placeholder: 'SOURCE', required: true, complete: 'file', description: 'Where it lies' },
    {
      key: 'target',
      placeholder: 'TARGET',
      required: true,
      complete: 'file',
      description: 'Where it is to lie; a folder that is there takes it in',
    },
  ],
  options: [],
  examples: [{ line: 'joulebook move data/raw data/2026', does: 'rename a tracked folder' }],
  exits: CAUGHT_EXITS,
} as const satisfies CommandSpec;

/** `joulebook freeze`. */
export const FREEZE = {
  name: 'freeze',
  group: 'Pipeline',
  summary: 'Keep a stage from being run, whatever it reads',
  arguments: [NAMED_TARGETS],
  options: [],
  examples: [{ line: 'joulebook freeze prepare', does: 'until `joulebook unfreeze prepare`' }],
  exits: CAUGHT_EXITS,
} as const satisfies CommandSpec;

/** `joulebook unfreeze`. */
export const UNFREEZE = {
  name: 'unfreeze',
  group: 'Pipeline',
  summary: 'Let a frozen stage be run again',
  arguments: [NAMED_TARGETS],
  options: [],
  examples: [{ line: 'joulebook unfreeze prepare', does: 'it is run when what it reads has changed' }],
  exits: CAUGHT_EXITS,
} as const satisfies CommandSpec;

/** `joulebook unprotect`. */
export const UNPROTECT = {
  name: 'unprotect',
  group: 'Pipeline',
  summary: 'Make files that are links into the cache files of their own',
  description: 'Needed before they are changed, where cache.type is hardlink or symlink.',
  arguments: [
    {
      key: 'targets',
      placeholder: 'TARGET',
      required: true,
      variadic: true,
      complete: 'file',
      description: 'File or folder',
    },
  ],
  options: [],
  examples: [{ line: 'joulebook unprotect data/raw', does: 'a folder with all that is in it' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook check-ignore`. */
export const CHECK_IGNORE = {
  name: 'check-ignore',
  group: 'Pipeline',
  summary: 'Say which files .dvcignore leaves out, and by which pattern',
  arguments: [
    { key: 'targets', placeholder: 'PATH', variadic: true, complete: 'file', description: 'File or folder' },
  ],
  options: [
    {
      key: 'details',
      long: '--details',
      short: '-d',
      kind: 'flag',
      description: 'The pattern, with file and line, before each',
    },
    { key: 'all', long: '--all', short: '-a', kind: 'flag', description: 'Every pattern that fits' },
    {
      key: 'nonMatching',
      long: '--non-matching',
      short: '-n',
      kind: 'flag',
      description: 'With -d: also those that no pattern fits',
    },
    { key: 'stdin', long: '--stdin', kind: 'flag', description: 'Read the paths from stdin, one a line' },
  ],
  examples: [{ line: 'joulebook check-ignore -d data/a.log', does: '.dvcignore:1:*.log' }],
  exits: [['1', 'none is ignored'], ...PIPELINE_EXITS],
} as const satisfies CommandSpec;

/** `joulebook gc`. */
export const GC = {
  name: 'gc',
  group: 'Pipeline',
  summary: 'Remove from the cache what nothing uses any more',
  description:
    'What the workspace uses is always kept; the options say what else. What stages took, and the run-cache’s own files, stay.',
  options: [
    {
      key: 'workspace',
      long: '--workspace',
      short: '-w',
      kind: 'flag',
      description: 'Keep only what the workspace uses',
    },
    {
      key: 'allBranches',
      long: '--all-branches',
      short: '-a',
      kind: 'flag',
      description: 'Keep what the tips of branches use',
    },
    { key: 'allTags', long: '--all-tags', short: '-T', kind: 'flag', description: 'Keep what tags use' },
    {
      key: 'allCommits',
      long: '--all-commits',
      short: '-A',
      kind: 'flag',
      description: 'Keep what any commit uses',
    },
    {
      key: 'allExperiments',
      long: '--all-experiments',
      kind: 'flag',
      description: 'Keep what experiments use',
    },
    {
      key: 'rev',
      long: '--rev',
      placeholder: 'COMMIT',
      kind: 'string',
      complete: 'revision',
      description: 'Keep what this commit uses',
    },
    {
      key: 'num',
      long: '--num',
      short: '-n',
      placeholder: 'N',
      kind: 'int',
      min: 1,
      description: 'With --rev or -a: the last N commits (default: 1)',
    },
    {
      key: 'date',
      long: '--date',
      placeholder: 'YYYY-MM-DD',
      kind: 'string',
      description: 'Keep what commits since then use',
    },
    {
      key: 'cloud',
      long: '--cloud',
      short: '-c',
      kind: 'flag',
      description: 'Remove from a remote as well',
    },
    {
      key: 'notInRemote',
      long: '--not-in-remote',
      kind: 'flag',
      description: 'Keep only what the remote lacks',
    },
    ...REMOTE_CHOICE_OPTIONS,
    { key: 'force', long: '--force', short: '-f', kind: 'flag', description: 'Do not ask' },
    { key: 'dry', long: '--dry', kind: 'flag', description: 'Only say what would be removed' },
  ],
  examples: [
    { line: 'joulebook gc -w --dry', does: 'what could go' },
    { line: 'joulebook gc -a -T -f', does: 'keep what branches and tags use' },
  ],
  exits: [['1', 'it was not wanted after all'], ...PIPELINE_EXITS],
} as const satisfies CommandSpec;
