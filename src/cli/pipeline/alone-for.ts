import type { Alone } from '../../pipeline/project/named-alone.ts';

/** What goes beyond what words name. */
export interface Beyond {
  /** What it needs as well. */
  readonly withDeps?: boolean;
  /** Words are folders. */
  readonly recursive?: boolean;
  /** Words are patterns of paths. */
  readonly glob?: boolean;
}

/** What words need of a project; undefined where it is all of it. */
export function aloneFor(
  words: readonly string[],
  { withDeps = false, recursive = false, glob = false }: Beyond = {},
): Alone | undefined {
  return words.length === 0 || withDeps || recursive || glob ? undefined : { words };
}
