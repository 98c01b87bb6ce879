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
  /** Reading goes on and has found nothing to tell for a while: a moment to say how far it is, and to be interrupted. */
  | { readonly kind: 'reading' }
  /** Nothing to take in: a header again, an earlier state of a run that a later row has whole. */
  | { readonly kind: 'passed'; readonly file: string; readonly line?: number; readonly why: string };

/** What was found. */
export type FoundItem = Exclude<ImportItem, { readonly kind: 'reading' }>;

/** Work that tells nothing is interrupted by a moment after so many lines or records. */
export const MOMENT_EVERY = 4096;
/** Such a moment. */
export const MOMENT: ImportItem = { kind: 'reading' };

/** What readers need to know of the world beside the file. */
export interface ReadContext {
  /** Told how many bytes of the file have been read. */
  readonly onBytes: (bytes: number) => void;
  /** Two readings of power further apart are not joined, s. */
  readonly longestGapS: number;
}
