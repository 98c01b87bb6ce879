import type { GitPlumbing } from './plumbing.io.ts';

/** What commits are called: by the branch that is checked out, else by a tag, else by a branch. */
export function namesOfCommits(git: GitPlumbing): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const add = (base: 'refs/heads/' | 'refs/tags/'): void => {
    const lines = git.ask(['for-each-ref', '--format=%(objectname) %(*objectname) %(refname)', base]) ?? '';
    for (const line of lines.split('\n')) {
      const [own = '', marked = '', ref = ''] = line.split(' ');
      const commit = marked === '' ? own : marked;
      if (ref !== '' && !names.has(commit)) names.set(commit, ref.slice(base.length));
    }
  };
  add('refs/tags/');
  add('refs/heads/');
  const branch = git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (branch !== undefined) names.set(git.head, branch);
  return names;
}
