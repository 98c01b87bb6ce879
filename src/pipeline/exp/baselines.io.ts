import { err, ok, type Result } from '../../result.ts';
import { revOf } from './experiments.io.ts';
import type { GitPlumbing } from './plumbing.io.ts';

/** Which commits experiments are asked for of. */
export interface BaselinesAsked {
  /** None: HEAD. */
  readonly rev: readonly string[];
  /** How many commits back along first parents; -1: all. */
  readonly num: number;
  readonly allBranches?: boolean;
  readonly allTags?: boolean;
  readonly allCommits?: boolean;
}

/** Full hashes of the commits that are asked for, each once, in their order. */
export function baselinesOf(git: GitPlumbing, asked: BaselinesAsked): Result<readonly string[]> {
  const { rev, num, allBranches = false, allTags = false, allCommits = false } = asked;
  const isAny = rev.length > 0 || allBranches || allTags || allCommits;
  const found = new Set<string>();
  for (const word of rev.length > 0 ? rev : isAny ? [] : ['HEAD']) {
    const commit = revOf(git, word);
    if (!commit.ok) return err(commit.error);
    for (const one of firstParents(git, commit.value, num)) found.add(one);
  }
  const lines = (args: readonly string[]): readonly string[] =>
    (git.ask(args) ?? '').split('\n').filter((line) => line !== '');
  if (allCommits)
    for (const one of lines(['log', '--format=%H', '--branches', '--tags', 'HEAD'])) found.add(one);
  else {
    if (allBranches)
      for (const tip of lines(['for-each-ref', '--format=%(objectname)', 'refs/heads']))
        for (const one of firstParents(git, tip, num)) found.add(one);
    // A tag of its own is asked for what it marks.
    if (allTags)
      for (const line of lines([
        'for-each-ref',
        '--format=%(objectname) %(*objectname) %(objecttype)',
        'refs/tags',
      ])) {
        const [own = '', marked = ''] = line.split(' ');
        found.add(marked === '' ? own : marked);
      }
  }
  return ok([...found]);
}

function firstParents(git: GitPlumbing, commit: string, num: number): readonly string[] {
  if (num === 0) return [];
  if (num === 1) return [commit];
  const limit = num < 0 ? [] : [`--max-count=${num}`];
  return (git.ask(['rev-list', '--first-parent', ...limit, commit]) ?? commit).split('\n');
}
