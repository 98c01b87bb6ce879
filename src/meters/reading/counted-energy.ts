import { CounterSteps, type CounterStepsOptions } from './counter-steps.ts';
import { EnergyLedger } from './energy-ledger.ts';

/**
 * The energy of a counter that cannot always be read. While it is read, its difference; across a hole, the difference too when the
 * counter went on through it, else bounds ({@link CounterSteps}). What is taken in a hole is bounds ({@link EnergyLedger}).
 *
 * @example
 * const energy = new CountedEnergy({ stepJ: 0.001, range: Number.POSITIVE_INFINITY, maxW: 300 });
 * energy.start(1_000_000, 0);
 * energy.reading(1_250_000, 1);
 * energy.take(1); // [250, 250]
 */
export class CountedEnergy {
  readonly #steps: CounterSteps;
  readonly #stepJ: number;
  readonly #ledger = new EnergyLedger();
  #isMissing = false;
  /** Energy handed over for sleep since the last reading, J; below zero: it did not sleep. */
  #sleptJ = -1;
  /** Up to here sleep is counted, s. */
  #sleptToS = 0;

  constructor(options: CounterStepsOptions) {
    this.#steps = new CounterSteps(options);
    this.#stepJ = options.stepJ;
  }

  get pollWithinS(): number {
    return this.#steps.pollWithinS;
  }

  /** False while nothing is read: from a failure until the next reading, or until a counter that stood still moves. */
  get isRead(): boolean {
    return !this.#isMissing;
  }

  /** Where the latest reading showed that the counter has begun anew while it was watched: when it was read last before, s; else NaN. */
  begunAnewFromS = Number.NaN;

  /** Energy counts from here; NaN: it cannot be read yet. */
  start(reading: number, nowS: number): void {
    this.#ledger.start();
    this.#steps.start(reading, nowS);
    this.#isMissing = Number.isNaN(reading);
    this.#sleptJ = -1;
    this.begunAnewFromS = Number.NaN;
  }

  /** Takes in a reading in steps of the counter; NaN where it could not be read. */
  reading(reading: number, nowS: number): void {
    this.begunAnewFromS = Number.NaN;
    if (Number.isNaN(reading)) {
      this.#isMissing = true;
      this.#steps.miss();
      return;
    }
    if (this.#sleptJ >= 0) this.#wake(reading);
    const seenS = this.#steps.seenS;
    if (!this.#steps.advance(reading, nowS)) return;
    this.#ledger.count(this.#steps.lowJ, this.#steps.highJ);
    this.#isMissing = false;
    if (this.#steps.hasBegunAnew) this.begunAnewFromS = seenS;
  }

  /** How long the counter has shown the same, s. */
  stillS(nowS: number): number {
    return nowS - this.#steps.changedS;
  }

  /** It stands still while the device draws power: nothing is known since it moved last, until it moves again. */
  failStill(): void {
    this.#isMissing = true;
    this.#steps.doubt();
  }

  /** The device sleeps, so the counter is not read (that would wake it): this much is counted in the meantime, W. */
  sleep(watts: number, nowS: number): void {
    const dtS = Math.max(0, nowS - this.#knownToS);
    // After a hole it is not known since when it sleeps.
    const joules = this.#isMissing ? 0 : watts * dtS;
    this.#ledger.count(joules, this.#isMissing ? this.#steps.mostW * dtS : joules);
    this.#sleptJ = Math.max(0, this.#sleptJ) + joules;
    this.#sleptToS = nowS;
    this.#isMissing = false;
  }

  /** Energy since the last `take`, J. */
  take(nowS: number): readonly [low: number, high: number] {
    if (this.#isMissing) this.#ledger.lack(this.#steps.mostW * Math.max(0, nowS - this.#knownToS));
    return this.#ledger.take();
  }

  /** Up to here energy is counted, s. */
  get #knownToS(): number {
    return this.#sleptJ < 0 ? this.#steps.sinceS : this.#sleptToS;
  }

  /** Some counters go on through sleep, others begin at zero at waking: what was handed over for the sleep is taken out of the former. */
  #wake(reading: number): void {
    const { value } = this.#steps;
    const before = Math.min(reading, value + this.#sleptJ / this.#stepJ);
    this.#steps.resume(reading < value ? 0 : before, this.#sleptToS);
    this.#sleptJ = -1;
  }
}
