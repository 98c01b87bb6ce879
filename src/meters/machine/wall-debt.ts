/** A whole-machine meter that shows less than the chips for longer than this measures something else, s. */
const LASTING_S = 30;
/** Less by more than this part of the chips: below it is noise of two meters that agree. */
const MATTERS = 0.05;

/** One interval, for {@link WallDebt}. */
export interface WallInterval {
  readonly chipsJ: number;
  /** What `other` would be without a meter, J. */
  readonly expectedJ: number;
  readonly dtS: number;
}

/**
 * What a whole-machine meter shows beyond the chips, interval by interval. The meter lags behind the counters, so the difference may be
 * negative for a moment: that is owed and taken from what comes next, and `other` is never negative. A debt that only grows is none: the
 * meter reads less than the chips, which is said once, and the chips are kept. What was guessed while the meter was silent is taken off where
 * its next word holds that time too (a device with a total of its own).
 */
export class WallDebt {
  #owedJ = 0;
  #owedS = 0;
  #chipsJ = 0;
  #guessedJ = 0;
  #isTold = false;
  /** True once, when the debt is found to last. */
  isLasting = false;

  /** The meter was silent: this much was booked without it, J at the wall. */
  guess(bookedJ: number): void {
    this.#guessedJ += Math.max(0, bookedJ);
  }

  /** @param restJ wall − chips of an interval. @returns what `other` used in it, J. */
  settle(restJ: number, { chipsJ, expectedJ, dtS }: WallInterval): number {
    this.isLasting = false;
    const beyond = restJ - expectedJ;
    const caughtUp = beyond > this.#guessedJ / 2 ? this.#guessedJ : 0;
    this.#guessedJ = 0;
    const rest = restJ - this.#owedJ - caughtUp;
    if (rest >= 0) {
      this.#owedJ = 0;
      this.#owedS = 0;
      this.#chipsJ = 0;
      return rest;
    }
    this.#owedJ = -rest;
    this.#owedS += dtS;
    this.#chipsJ += chipsJ;
    if (this.#owedS >= LASTING_S) {
      this.isLasting = !this.#isTold && this.#owedJ > MATTERS * this.#chipsJ;
      this.#isTold ||= this.isLasting;
      this.#owedJ = 0;
      this.#owedS = 0;
      this.#chipsJ = 0;
    }
    return 0;
  }
}
