import type { GitPlumbing } from '../plumbing.io.ts';

/** A commit of the history. */
export interface Commit {
  readonly rev: string;
  readonly parent: string | undefined;
  /** When it was committed, milliseconds since 1970. */
  readonly atMs: number;
}

const PER_S = 1000;

/** Commits by their full hash, all in one call. */
export function commitLog(
  git: GitPlumbing,
  tips: readonly string[],
  bases: readonly string[],
): ReadonlyMap<string, Commit> {
  const input = [...tips, ...bases.map((base) => `^${base}^@`)].join('\n');
  const found = new Map<string, Commit>();
  if (tips.length === 0) return found;
  const lines = git.ask(['log', '--format=%H %ct %P', '--stdin'], { input: `${input}\n` }) ?? '';
  for (const line of lines.split('\n')) {
    const [rev = '', at, parent] = line.split(' ');
    if (at !== undefined) found.set(rev, { rev, parent, atMs: Number(at) * PER_S });
  }
  return found;
}
