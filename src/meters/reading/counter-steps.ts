import { Counter, type CounterOptions, MARGIN } from '../counter.ts';

/** A counter's nature, and how its driver hands it out. */
export interface CounterStepsOptions extends CounterOptions {
  /** The smallest range that counters of its kind have, steps: what one of unknown range is judged by; Infinity where left out. */
  readonly smallestRange?: number;
  /**
   * For how long it may show what it showed before, s: its hardware renews it now and then, or a reading came late. For so long a step that
   * seems too large is left to the next reading. 0 where left out.
   */
  readonly settleS?: number;
  /**
   * The driver adds the register's wraps to a total of its own whenever somebody reads it: the total never falls by itself, but it loses
   * whole ranges when it is not read in time. A total that falls was begun anew at an unknown value.
   */
  readonly isExtendedByDriver?: boolean;
  /** It is a register that goes on while its file is gone. Others may begin at zero with their driver, unseen. */
  readonly goesOnUnread?: boolean;
}

/**
 * What a counter that cannot always be read shows from one reading to the next: its difference where that is proof, and bounds where a reset
 * explains its readings as well.
 */
export class CounterSteps {
  readonly #options: CounterStepsOptions;
  readonly #counter: Counter;
  readonly #settleS: number;
  /** Energy after which it may have wrapped, J. */
  readonly #rangeJ: number;
  /** The most that is believed to be used in a second, W. */
  readonly mostW: number;
  readonly pollWithinS: number;
  /** What it showed last, steps; NaN before the first reading. */
  value = Number.NaN;
  /** From when on what it shows next was used, s. */
  sinceS = 0;
  /** When it was read last, and when it first showed what it shows, s. */
  seenS = 0;
  changedS = 0;
  #isMissing = false;
  #isDoubted = false;
  /** Energy from the last reading that counted to the latest one, J. */
  lowJ = 0;
  highJ = 0;
  /** The latest reading showed that it has begun anew or jumped, while it was watched. */
  hasBegunAnew = false;

  constructor(options: CounterStepsOptions) {
    this.#options = options;
    this.#counter = new Counter(options);
    this.mostW = options.maxW * MARGIN;
    const range = options.range ?? options.smallestRange ?? Number.POSITIVE_INFINITY;
    this.#rangeJ = range * options.stepJ;
    this.pollWithinS = new Counter({ ...options, range }).pollWithinS;
    // So that a counter that stands still is not taken for one that wrapped between two polls.
    this.#settleS = Math.min(options.settleS ?? 0, this.pollWithinS / 2);
  }

  /** Energy counts from here; NaN: it cannot be read yet. */
  start(reading: number, nowS: number): void {
    this.#hold(reading, nowS);
    this.#isMissing = Number.isNaN(reading);
    this.#isDoubted = false;
  }

  /** It cannot be read. */
  miss(): void {
    this.#isMissing = true;
  }

  /** It stood still while its device drew power: what it shows when it moves again is only the least of what was used since it moved last. */
  doubt(): void {
    this.#isMissing = true;
    this.#isDoubted = true;
    this.sinceS = this.changedS;
  }

  /** It was asleep with this value until now, and counts from there. */
  resume(value: number, nowS: number): void {
    this.#hold(value, nowS);
  }

  /** Takes in a reading, steps. False where nothing can be said of it yet: the next one tells. */
  advance(reading: number, nowS: number): boolean {
    this.lowJ = 0;
    this.highJ = 0;
    this.hasBegunAnew = false;
    if (this.#isDoubted && reading === this.value) return false;
    if (Number.isNaN(this.value)) this.highJ = this.#mostJ(nowS);
    else {
      if (this.#isEarly(reading, nowS)) return false;
      this.#judge(reading, nowS);
    }
    const isStill = !this.#isMissing && reading === this.value;
    if (isStill) {
      this.sinceS = Math.max(this.sinceS, nowS - this.#settleS);
      this.seenS = nowS;
    } else this.#hold(reading, nowS);
    this.#isMissing = false;
    this.#isDoubted = false;
    return true;
  }

  #hold(value: number, nowS: number): void {
    this.value = value;
    this.sinceS = nowS;
    this.seenS = nowS;
    this.changedS = nowS;
  }

  #mostJ(nowS: number): number {
    return this.mostW * Math.max(0, nowS - this.sinceS);
  }

  /** Shortly after its last movement it seems to show more than can be used: it was behind, or is read late. */
  #isEarly(reading: number, nowS: number): boolean {
    const dtS = nowS - this.sinceS;
    if (this.#isMissing || dtS >= this.#settleS) return false;
    const { range = Number.NaN, stepJ } = this.#options;
    const step = reading - this.value;
    const usedJ = (step < 0 ? step + range : step) * stepJ;
    return usedJ > this.mostW * dtS && usedJ <= this.mostW * (dtS + this.#settleS);
  }

  #judge(reading: number, nowS: number): void {
    const { stepJ } = this.#options;
    const mostJ = this.#mostJ(nowS);
    if (this.#isUnprovable(reading, mostJ)) {
      this.highJ = mostJ;
      return;
    }
    const counter = this.#counter;
    counter.start(this.value, this.sinceS);
    counter.advance(reading, nowS);
    this.lowJ = counter.lowJ;
    this.highJ = counter.highJ;
    this.hasBegunAnew = counter.last === 'reset' && !this.#isMissing;
    if (!this.#isMissing) return;
    // It may have begun anew, unseen, if all that it shows can have been used meanwhile.
    const mayHaveBegunAnew = this.#options.goesOnUnread !== true && reading * stepJ <= mostJ;
    if (mayHaveBegunAnew || this.#isDoubted) this.highJ = Math.max(this.lowJ, mostJ);
  }

  /** A fall may be a wrap or a reset where both explain it; and one of unknown range may have wrapped and risen again. */
  #isUnprovable(reading: number, mostJ: number): boolean {
    const { range, isExtendedByDriver } = this.#options;
    const mayHideWraps = mostJ >= this.#rangeJ;
    if (reading >= this.value) return range === undefined && mayHideWraps;
    if (isExtendedByDriver === true) return true;
    return this.#rangeJ !== Number.POSITIVE_INFINITY && (this.#isMissing || mayHideWraps);
  }
}
