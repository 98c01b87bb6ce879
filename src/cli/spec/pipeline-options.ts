import type { ArgumentSpec, OptionSpec } from './spec.ts';

// What several commands on DVC projects understand in the same way.

/** What an old state is compared with. */
export const NEW_REVISION = {
  key: 'new',
  placeholder: 'NEW',
  complete: 'revision',
  description: 'What to compare it with (default: the workspace)',
} as const satisfies ArgumentSpec;

/** What has a record in a dvc.lock or a .dvc file. */
export const RECORDED_TARGETS = {
  key: 'targets',
  placeholder: 'TARGET',
  variadic: true,
  complete: 'target',
  description: 'Output, .dvc file, stage or dvc.yaml (default: everything)',
} as const satisfies ArgumentSpec;

/** Stages and data that are named one by one. */
export const NAMED_TARGETS = {
  key: 'targets',
  placeholder: 'TARGET',
  required: true,
  variadic: true,
  complete: 'target',
  description: 'Stage or .dvc file',
} as const satisfies ArgumentSpec;

/** Targets and what is above them. */
export const WITH_DEPS_OPTION = {
  key: 'withDeps',
  long: '--with-deps',
  short: '-d',
  kind: 'flag',
  description: 'The targets and all that they need',
} as const satisfies OptionSpec;

/** Stages by patterns of their names. */
export const GLOB_OPTION = {
  key: 'glob',
  long: '--glob',
  kind: 'flag',
  description: 'Targets are patterns: "train-*"',
} as const satisfies OptionSpec;

/** The whole table, not only its differences. */
export const ALL_VALUES_OPTION = {
  key: 'all',
  long: '--all',
  kind: 'flag',
  description: 'What did not change, too',
} as const satisfies OptionSpec;

/** A table without the names of files. */
export const NO_PATH_OPTION = {
  key: 'noPath',
  long: '--no-path',
  kind: 'flag',
  description: 'Without the column of paths',
} as const satisfies OptionSpec;

/** For a README. */
export const MARKDOWN_OPTION = {
  key: 'markdown',
  long: '--md',
  kind: 'flag',
  description: 'A table in Markdown',
} as const satisfies OptionSpec;

/** For scripts. */
export const NAME_ONLY_OPTION = {
  key: 'nameOnly',
  long: '--name-only',
  kind: 'flag',
  description: 'Only names',
} as const satisfies OptionSpec;

/** What an experiment is kept as. */
export const EXPERIMENT_OPTIONS = [
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
] as const satisfies readonly OptionSpec[];

/** Targets that are folders. @param description what of them is meant. */
export function recursiveOption<const D extends string>(description: D) {
  return { key: 'recursive', long: '--recursive', short: '-R', kind: 'flag', description } as const;
}

/** How much goes on at once. @param description of what. */
export function jobsOption<const D extends string>(description: D) {
  const number = { placeholder: 'N', kind: 'int', min: 1, max: 1024 } as const;
  return { key: 'jobs', long: '--jobs', short: '-j', ...number, description } as const;
}
