import type { RandomStream } from '../../random/random-stream.ts';

/**
 * The kernels of one parameter, one for each trial of a mixture and one for the prior. Kernels are kept by slot; a slot is where a trial
 * stands in its mixture.
 */
export interface Kernels {
  /** Puts the coordinate of the trial of that number into the slot after the last. */
  add(coordinate: number, number: number): void;
  /** Takes a slot out; the last one moves into its place. */
  remove(slot: number): void;
  /** Brings widths up to date, and adds the logarithm of each kernel's normalising factor to `totals`. Before anything is read. */
  settle(totals: Float64Array): void;
  /** Draws a coordinate from a slot's kernel; from the prior's where the slot is undefined. */
  draw(slot: number | undefined, random: RandomStream): number;
  /**
   * Adds to the logarithm of each kernel what a coordinate has under it, without the factors of {@link settle}; never more than 0. What
   * comes below `least` is dropped.
   *
   * @param from slots and their logarithms so far, of which `count` count.
   * @param into where those that are left are put; may be `from`.
   * @returns how many are left.
   */
  sift(coordinate: number, from: Scores, count: number, least: number, into: Scores): number;
  /** Logarithm of the prior's kernel at a coordinate. */
  priorLog(coordinate: number): number;
}

/** Logarithms of kernels at a point by slots. */
export interface Scores {
  readonly slots: Int32Array<ArrayBuffer>;
  readonly logs: Float64Array<ArrayBuffer>;
}
