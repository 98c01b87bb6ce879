/**
 * Energy on its way from readings to takes. While nothing can be read the most that can have been used is handed over as high end; a later
 * reading that proves what was used is then counted in full, less that high end, which is not taken back: so the sums of both ends hold the
 * truth, and the low one loses nothing that is proven.
 */
export class EnergyLedger {
  #lowJ = 0;
  #highJ = 0;
  /** Part of the high end that is there only because nothing could be read, J. */
  #aheadJ = 0;

  start(): void {
    this.#lowJ = 0;
    this.#highJ = 0;
    this.#aheadJ = 0;
  }

  /** A reading shows what was used since the reading before, J. */
  count(lowJ: number, highJ: number): void {
    this.#lowJ += lowJ;
    this.#highJ += this.#aheadJ === 0 ? highJ : Math.max(lowJ, highJ - this.#aheadJ);
    this.#aheadJ = 0;
  }

  /** There is still no reading: since the last one at most so much was used in all, J. */
  lack(mostJ: number): void {
    if (!(mostJ > this.#aheadJ)) return;
    this.#highJ += mostJ - this.#aheadJ;
    this.#aheadJ = mostJ;
  }

  /** Energy since the last `take`, J. */
  take(): readonly [low: number, high: number] {
    const taken = [this.#lowJ, this.#highJ] as const;
    this.#lowJ = 0;
    this.#highJ = 0;
    return taken;
  }
}
