/** Runs that are read by one thread before it looks for more. */
export const BATCH = 32;

/** What two threads share that read the records of runs. */
export interface RowWork {
  readonly book: string;
  readonly paths: readonly string[];
  /** Where the second thread puts the batches that it has read, as `[batch, runs]`. */
  readonly port: { readonly postMessage: (batch: unknown) => void; readonly close: () => void };
  /** The next batch that nobody has taken. */
  readonly next: Int32Array;
  /** How many batches the second thread has put. */
  readonly said: Int32Array;
}
