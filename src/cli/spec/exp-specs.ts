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

const REV_OPTIONS = [ALL_COMMITS_OPTION, REV_OPTION, NUM_OPTION] as const;

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
    {
      key: 'name',
      long: '--name',
      short: '-n',
      placeholder: 'NAME',
      kind: 'string',
      description: 'Its name (default: two words)',
    },
    {
      key: 'message',
      long: '--message',
      short: '-m',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Message of its commit',
    },
    {
      key: 'temp',
      long: '--temp',
      kind: 'flag',
      description: 'Run in a folder of its own; the workspace stays as it is',
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
    { key: 'nameOnly', long: '--name-only', kind: 'flag', description: 'Only names' },
    { key: 'shaOnly', long: '--sha-only', kind: 'flag', description: 'Only hashes' },
  ],
  examples: [
    { line: 'joulebook exp list', does: 'those of HEAD' },
    { line: 'joulebook exp list -A', does: 'all' },
    { line: 'joulebook exp list origin -A', does: 'all that were pushed' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;
