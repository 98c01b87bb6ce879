import type { Problem } from '../../../errors.ts';

/** Is told how a transfer goes on. */
export interface TransferWatch {
  /** So many files more are to travel. */
  readonly expect: (files: number) => void;
  /** So many bytes more have travelled. */
  readonly bytes: (bytes: number) => void;
  /** A file has arrived. */
  readonly done: () => void;
  /** Something is not as it should be; the work goes on. */
  readonly warn: (problem: Problem) => void;
}

/** After so many failures the cause is a common one, and the rest is not tried. */
export const MOST_FAILURES = 8;
