import { Counter, type CounterOptions } from '../counter.ts';

/** A counter, and how its driver hands it out. */
export interface CountedEnergyOptions extends CounterOptions {
  /**
   * The driver adds the register's wraps to a total of its own whenever somebody reads it: the total never falls by itself, but it loses
   * whole ranges when it is not read in time. A total that falls was begun anew at an unknown value.
   */
  readonly isExtendedByDriver?: boolean;
}

/**
 * The energy of a counter that cannot always be read. While it is read, its difference; across a hole, the difference too when the
 * counter went on through it, and bounds where something was already handed over in the hole or the counter began anew.
 */
export class CountedEnergy {
  readonly #options: CountedEnergyOptions;
  readonly #counter: Counter;
  /** Only for the most that can be used in a time. */
  readonly #most: Counter;
  #last = 0;
  #lastS = 0;
  #hasBaseline = false;
  #isMissing = false;
  /** Up to here energy was counted or bounded. */
  #knownToS = 0;
  /** Most energy handed over in the present hole, J. */
  #holeHighJ = 0;
  /** Energy handed over for sleep since the last reading, J; below zero: it did not sleep. */
  #sleptJ = -1;
  #lowJ = 0;
  #highJ = 0;

  constructor(options: CountedEnergyOptions) {
    this.#options = options;
    this.#counter = new Counter(options);
    this.#most = new Counter(options);
  }

  get pollWithinS(): number {
    return this.#counter.pollWithinS;
  }

  /** Energy counts from here; NaN: it cannot be read yet. */
  start(reading: number, nowS: number): void {
    this.#lowJ = 0;
    this.#highJ = 0;
    this.#holeHighJ = 0;
    this.#isMissing = Number.isNaN(reading);
    this.#hasBaseline = !this.#isMissing;
    this.#knownToS = nowS;
    if (this.#hasBaseline) this.#begin(reading, nowS);
  }

  /** Takes in a reading in steps of the counter; NaN where it could not be read. */
  reading(reading: number, nowS: number): void {
    if (Number.isNaN(reading)) {
      this.#isMissing = true;
      return;
    }
    if (!this.#hasBaseline) {
      this.#highJ += this.#mostJ(this.#knownToS, nowS);
      this.#begin(reading, nowS);
      this.#hasBaseline = true;
    } else this.#advance(reading, nowS);
    this.#isMissing = false;
    this.#holeHighJ = 0;
    this.#knownToS = nowS;
  }

  /** The device sleeps, so the counter is not read (that would wake it): this much is counted in the meantime, W. */
  sleep(watts: number, nowS: number): void {
    const joules = watts * Math.max(0, nowS - this.#knownToS);
    this.#lowJ += joules;
    this.#highJ += joules;
    this.#sleptJ = Math.max(0, this.#sleptJ) + joules;
    this.#isMissing = false;
    this.#holeHighJ = 0;
    this.#knownToS = nowS;
  }

  /** Energy since the last `take`, J. */
  take(nowS: number): readonly [low: number, high: number] {
    if (this.#isMissing && nowS > this.#knownToS) {
      const most = this.#mostJ(this.#knownToS, nowS);
      this.#highJ += most;
      this.#holeHighJ += most;
      this.#knownToS = nowS;
    }
    const taken = [this.#lowJ, this.#highJ] as const;
    this.#lowJ = 0;
    this.#highJ = 0;
    return taken;
  }

  #begin(reading: number, nowS: number): void {
    this.#counter.start(reading, nowS);
    this.#last = reading;
    this.#lastS = nowS;
    this.#sleptJ = -1;
  }

  #advance(reading: number, nowS: number): void {
    if (this.#sleptJ >= 0) {
      // Some counters go on through sleep, others begin at zero at waking: what was handed over for the sleep is taken out of the former.
      const before = Math.min(reading, this.#last + this.#sleptJ / this.#options.stepJ);
      this.#counter.start(reading < this.#last ? 0 : before, this.#knownToS);
      this.#counter.advance(reading, nowS);
      this.#sleptJ = -1;
    } else if (reading < this.#last && this.#options.isExtendedByDriver === true)
      this.#counter.lose(reading, nowS);
    else this.#counter.advance(reading, nowS);
    let { lowJ, highJ } = this.#counter;
    // In a hole the device may have begun anew, unseen, if all that the counter shows can have been used meanwhile.
    const mostJ = this.#mostJ(this.#lastS, nowS);
    if (this.#isMissing && reading * this.#options.stepJ <= mostJ) highJ = mostJ;
    this.#last = reading;
    this.#lastS = nowS;
    // After a fall to more than can have been used meanwhile it did not begin at zero: nothing is known but the most.
    if (this.#counter.last === 'reset' && lowJ === highJ) lowJ = 0;
    if (this.#holeHighJ > 0) {
      lowJ = Math.max(0, lowJ - this.#holeHighJ);
      highJ = Math.max(lowJ, Math.min(highJ, this.#mostJ(this.#knownToS, nowS)));
    }
    this.#counter.clear();
    this.#lowJ += lowJ;
    this.#highJ += highJ;
  }

  #mostJ(fromS: number, nowS: number): number {
    this.#most.start(0, fromS);
    this.#most.lose(0, nowS);
    return this.#most.highJ;
  }
}
