import { jobsOption } from './pipeline-options.ts';
import type { OptionSpec } from './spec.ts';

/** Which remote, and how fast. */
export const REMOTE_CHOICE_OPTIONS = [
  {
    key: 'remote',
    long: '--remote',
    short: '-r',
    placeholder: 'NAME',
    kind: 'string',
    complete: 'remote',
    description: 'The remote (default: core.remote of the configuration)',
  },
  jobsOption('Transfers at once (default: 4 for each processor, or what the remote is set to)'),
] as const satisfies readonly OptionSpec[];

/** Which remote, how fast, and for which commits. */
export const REMOTE_OPTIONS = [
  ...REMOTE_CHOICE_OPTIONS,
  {
    key: 'allBranches',
    long: '--all-branches',
    short: '-a',
    kind: 'flag',
    description: 'Of the tips of all branches as well',
  },
  { key: 'allTags', long: '--all-tags', short: '-T', kind: 'flag', description: 'Of all tags as well' },
  {
    key: 'allCommits',
    long: '--all-commits',
    short: '-A',
    kind: 'flag',
    description: 'Of all commits as well',
  },
] as const satisfies readonly OptionSpec[];
