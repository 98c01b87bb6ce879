import { PowerIntegral, type PowerIntegralOptions } from '../power-integral.ts';
import { EnergyLedger } from './energy-ledger.ts';

/**
 * The energy of a power that cannot always be read: the integral while it is, and from the last reading before a hole to the first one
 * after it anything from nothing to `maxW`.
 */
export class PolledEnergy {
  readonly #integral: PowerIntegral;
  readonly #ledger = new EnergyLedger();
  readonly #maxW: number;
  #isMissing = false;
  /** When it was read last, s. */
  #readS = 0;
  /** Up to here it is integrated: a take holds the last reading beyond it, s. */
  #integratedToS = 0;

  constructor(options: PowerIntegralOptions) {
    this.#integral = new PowerIntegral(options);
    this.#maxW = options.maxW;
  }

  start(nowS: number): void {
    this.#integral.start(nowS);
    this.#ledger.start();
    this.#isMissing = false;
    this.#readS = nowS;
    this.#integratedToS = nowS;
  }

  /** Takes in a reading, W; NaN where it could not be read. */
  reading(watts: number, nowS: number): void {
    if (Number.isNaN(watts)) {
      if (!this.#isMissing) this.#integrate(this.#readS);
      this.#isMissing = true;
      return;
    }
    if (this.#isMissing) {
      // Not bridged by its ends: the integral begins anew.
      this.#ledger.count(0, this.#mostJ(nowS));
      this.#integral.start(nowS);
      this.#isMissing = false;
    }
    this.#integral.reading(watts, nowS);
    this.#readS = nowS;
  }

  /** Seconds since it was read. */
  ageS(nowS: number): number {
    return nowS - this.#readS;
  }

  /** Energy since the last `take`, J. */
  take(nowS: number): readonly [low: number, high: number] {
    if (this.#isMissing) this.#ledger.lack(this.#mostJ(nowS));
    else this.#integrate(nowS);
    return this.#ledger.take();
  }

  #mostJ(nowS: number): number {
    return this.#maxW * Math.max(0, nowS - this.#integratedToS);
  }

  #integrate(toS: number): void {
    const [low, high] = this.#integral.take(toS);
    this.#ledger.count(low, high);
    this.#integratedToS = Math.max(this.#integratedToS, toS);
  }
}
