/** Shorter silences are never held against a trial, s. */
const SHORTEST_S = 600;
/** A trial may be silent for so many times the longest silence of those before. */
const TIMES = 20;

/** How long a trial may neither print nor report anything. Where the user has not said, it is found from the trials that went before. */
export class Silence {
  readonly #given: number | undefined;
  #longestS: number | undefined;

  /** @param givenS the user's own limit, s. */
  constructor(givenS: number | undefined) {
    this.#given = givenS;
  }

  /** A trial has said something after so many seconds. */
  broken(afterS: number): void {
    this.#longestS = Math.max(this.#longestS ?? 0, afterS);
  }

  /** The limit now, s; infinite while nothing is known. */
  get limitS(): number {
    if (this.#given !== undefined) return this.#given;
    return this.#longestS === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(SHORTEST_S, TIMES * this.#longestS);
  }
}
