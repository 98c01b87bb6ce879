import type { ForeignRun } from './foreign-run.ts';

/** What a reader finds, in the order of its file. */
export type ImportItem =
  | {
      readonly kind: 'run';
      readonly file: string;
      readonly line?: number;
      readonly run: ForeignRun;
      /** How the row was read although it is damaged. */
      readonly repaired?: string;
    }
  /** Not taken in, and why. */
  | { readonly kind: 'refused'; readonly file: string; readonly line?: number; readonly why: string }
  /** Nothing to take in: a header again, an earlier state of a run that a later row has whole. */
  | { readonly kind: 'passed'; readonly file: string; readonly line?: number; readonly why: string };

/** What readers need to know of the world beside the file. */
export interface ReadContext {
  /** Told how many bytes of the file have been read. */
  readonly onBytes: (bytes: number) => void;
  /** Two readings of power further apart are not joined, s. */
  readonly longestGapS: number;
}
