/**
 * Random numbers of one purpose in one trial. Streams are counter-based: `streamOf(seed, trial, purpose)` gives the same numbers whatever
 * was drawn elsewhere, so that the order of arrival of trials cannot shift later draws.
 */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
  /** Standard normal. */
  normal(): number;
}
