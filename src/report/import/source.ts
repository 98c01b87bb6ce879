import type { ForeignFormat } from './foreign-run.ts';
import type { ImportItem, ReadContext } from './item.ts';

/** Something that can be read: a file, or a folder that is one record. */
export interface Source {
  readonly format: ForeignFormat;
  readonly path: string;
  /** How many bytes reading it takes, for the progress. */
  readonly bytes: number;
  /** Sources of a higher rank are read later: others may have the same runs, and more of them. */
  readonly rank?: number;
  readonly read: (context: ReadContext) => Iterable<ImportItem>;
}
