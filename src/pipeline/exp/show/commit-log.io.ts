import type { GitPlumbing } from '../plumbing.io.ts';

/** A commit of the history. */
export interface Commit {
  readonly rev: string;
  readonly parent: string | undefined;
  /** When it was committed, milliseconds since 1970. */
  readonly atMs: number;
}

const PER_S = 1000;

/** Commits by their full hash: those that are named, and those between the tips and their bases. */
export function commitLog(
  git: GitPlumbing,
  tips: readonly string[],
  bases: readonly string[],
): ReadonlyMap<string, Commit> {
  const found = new Map<string, Commit>();
  if (tips.length + bases.length === 0) return found;
  const read = (flags: readonly string[], revs: readonly string[]): void => {
    const lines = git.ask(['log', '--format=%H %ct %P', ...flags, '--stdin'], {
      input: `${revs.join('\n')}\n`,
    });
    for (const line of (lines ?? '').split('\n')) {
      const [rev = '', at, parent] = line.split(' ');
      if (at !== undefined) found.set(rev, { rev, parent, atMs: Number(at) * PER_S });
    }
  };
  read(['--no-walk'], [...bases, ...tips]);
  if (tips.length > 0) read([], [...tips, ...bases.map((base) => `^${base}`)]);
  return found;
}
