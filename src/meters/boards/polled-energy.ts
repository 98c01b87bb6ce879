import { PowerIntegral, type PowerIntegralOptions } from '../power-integral.ts';

/**
 * The energy of a power that cannot always be read: the integral while it is, and from the last reading before a hole to the first one
 * after it anything from nothing to `maxW`.
 */
export class PolledEnergy {
  readonly #integral: PowerIntegral;
  readonly #maxW: number;
  #isMissing = false;
  /** Up to here energy was integrated or bounded. */
  #knownToS = 0;
  #readS = 0;
  #lowJ = 0;
  #highJ = 0;

  constructor(options: PowerIntegralOptions) {
    this.#integral = new PowerIntegral(options);
    this.#maxW = options.maxW;
  }

  start(nowS: number): void {
    this.#integral.start(nowS);
    this.#isMissing = false;
    this.#knownToS = nowS;
    this.#readS = nowS;
    this.#lowJ = 0;
    this.#highJ = 0;
  }

  /** Takes in a reading, W; NaN where it could not be read. */
  reading(watts: number, nowS: number): void {
    if (Number.isNaN(watts)) {
      if (!this.#isMissing) this.#settle(this.#readS);
      this.#isMissing = true;
      return;
    }
    if (this.#isMissing) {
      this.#highJ += this.#maxW * Math.max(0, nowS - this.#knownToS);
      this.#knownToS = nowS;
      this.#integral.start(nowS);
      this.#isMissing = false;
    }
    this.#integral.reading(watts, nowS);
    this.#readS = nowS;
  }

  /** Energy since the last `take`, J. */
  take(nowS: number): readonly [low: number, high: number] {
    if (this.#isMissing) {
      this.#highJ += this.#maxW * Math.max(0, nowS - this.#knownToS);
      this.#knownToS = Math.max(this.#knownToS, nowS);
    } else this.#settle(nowS);
    const taken = [this.#lowJ, this.#highJ] as const;
    this.#lowJ = 0;
    this.#highJ = 0;
    return taken;
  }

  #settle(toS: number): void {
    const [low, high] = this.#integral.take(toS);
    this.#lowJ += low;
    this.#highJ += high;
    this.#knownToS = Math.max(this.#knownToS, toS);
  }
}
