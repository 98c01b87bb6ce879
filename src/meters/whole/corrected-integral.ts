import { Counter } from '../counter.ts';
import { PowerIntegral } from '../power-integral.ts';

/** How readings of a power, and of the device's own energy total where it has one, become energy. */
export interface CorrectedIntegralOptions {
  /** What the device can draw at most, W. */
  readonly maxW: number;
  /** How long a reading of the power is believed, s. */
  readonly holdS: number;
  /** What one step of the device's energy total is worth, J; left out where it has none. */
  readonly stepJ?: number;
  /** Relative difference between total and integral above which one of them is wrong. */
  readonly disagreement: number;
}

/** At most this part of what is counted is added or left out at a time, so that no interval's energy becomes negative or doubles. */
const PACE = 0.5;

/**
 * Energy from a power that is asked now and then, corrected by the energy total of the same device. The integral follows fast changes but
 * drifts with what happens between two readings; the total does not drift but moves in steps, late. So the total is looked at only when it
 * moves, and only a difference of more than its largest step is made up for, little by little. Where the device was silent for
 * longer than `holdS`, its total tells what was used meanwhile; without a total only bounds are known.
 *
 * @example
 * const energy = new CorrectedIntegral({ maxW: 300, holdS: 5, disagreement: 0.25 });
 * energy.start(0);
 * energy.reading(100, 1);
 * energy.take(2); // [200, 200]
 */
export class CorrectedIntegral {
  readonly #options: CorrectedIntegralOptions;
  readonly #integral: PowerIntegral;
  readonly #counter: Counter | undefined;
  #lastS = Number.NaN;
  /** When all knowledge ended, s; NaN while it goes on. */
  #lostAtS = Number.NaN;
  #low = 0;
  #high = 0;
  /** Handed over since the last reading by holding its power, J. */
  #heldJ = 0;
  /** Counted since the total was anchored, J. */
  #countedJ = 0;
  #debtJ = 0;
  #ratio = 1;
  #steps = Number.NaN;
  #largestJ = 0;
  #isAnchored = false;

  constructor(options: CorrectedIntegralOptions) {
    this.#options = options;
    this.#integral = new PowerIntegral(options);
    const { stepJ, maxW } = options;
    this.#counter =
      stepJ === undefined ? undefined : new Counter({ stepJ, range: Number.POSITIVE_INFINITY, maxW });
  }

  /** Seconds since the latest reading (or the start). */
  ageS(nowS: number): number {
    return nowS - this.#lastS;
  }

  /** From here on energy counts. */
  start(nowS: number): void {
    this.#integral.start(nowS);
    this.#lastS = nowS;
    this.#low = 0;
    this.#high = 0;
    this.#heldJ = 0;
    if (!Number.isNaN(this.#lostAtS)) this.#lostAtS = nowS;
    this.#forgetTotal();
  }

  /** Takes in a power, W, and the device's energy total in whole steps (NaN where it gives none). */
  reading(watts: number, atS: number, steps = Number.NaN): void {
    // NaN before the start: then nothing counts yet.
    if (!(watts >= 0) || !(atS >= this.#lastS)) return;
    if (!Number.isNaN(this.#lostAtS)) this.#regain(atS);
    if (atS - this.#lastS > this.#options.holdS) this.#endSilence(steps, atS);
    this.#integral.reading(watts, atS);
    this.#lastS = atS;
    this.#collect(atS);
    this.#heldJ = 0;
    if (!Number.isNaN(steps) && this.#counter !== undefined) this.#followTotal(this.#counter, steps, atS);
  }

  /** Nothing is known from here to the next reading, not even that the last power goes on. */
  lose(atS: number): void {
    if (!Number.isNaN(this.#lostAtS)) return;
    if (!Number.isNaN(this.#lastS)) this.#collect(Math.max(atS, this.#lastS));
    this.#lostAtS = atS;
    this.#forgetTotal();
  }

  /** Energy since the last `take` until now, J: low and high end. */
  take(nowS: number): readonly [low: number, high: number] {
    if (Number.isNaN(this.#lostAtS)) this.#heldJ += this.#collect(nowS);
    else if (nowS > this.#lostAtS) {
      this.#high += this.#options.maxW * (nowS - this.#lostAtS);
      this.#lostAtS = nowS;
    }
    const most = this.#low * PACE;
    const correction = Math.max(-most, Math.min(most, this.#debtJ));
    this.#debtJ -= correction;
    this.#countedJ += correction;
    const low = (this.#low + correction) * Math.min(1, this.#ratio);
    const high = (this.#high + correction) * Math.max(1, this.#ratio);
    this.#low = 0;
    this.#high = 0;
    return [low, Math.max(low, high)];
  }

  #collect(nowS: number): number {
    const [low, high] = this.#integral.take(nowS);
    this.#low += low;
    this.#high += high;
    this.#countedJ += low;
    return low;
  }

  #regain(atS: number): void {
    this.#high += this.#options.maxW * Math.max(0, atS - this.#lostAtS);
    this.#lostAtS = Number.NaN;
    this.#integral.start(atS);
    this.#lastS = atS;
  }

  /** After a silence: what the total says was used, or bounds. The integral begins anew: what it held until it fell silent stays counted. */
  #endSilence(steps: number, atS: number): void {
    const counter = this.#counter;
    const before = this.#steps;
    this.#forgetTotal();
    // Before its first steps were seen it is not known how late the total moves.
    if (counter === undefined || Number.isNaN(steps) || Number.isNaN(before) || this.#largestJ === 0) {
      this.#collect(atS);
    } else {
      counter.start(before, this.#lastS);
      counter.advance(steps, atS);
      // The total moves in steps: either end may be off by one.
      const blurJ = this.#largestJ;
      this.#low += Math.max(0, counter.lowJ - blurJ - this.#heldJ);
      this.#high += Math.max(0, counter.highJ + blurJ - this.#heldJ);
      this.#steps = steps;
    }
    this.#integral.start(atS);
  }

  #forgetTotal(): void {
    this.#isAnchored = false;
    this.#steps = Number.NaN;
    this.#debtJ = 0;
    this.#ratio = 1;
  }

  #followTotal(counter: Counter, steps: number, atS: number): void {
    const before = this.#steps;
    this.#steps = steps;
    if (Number.isNaN(before) || steps === before) return;
    if (this.#isAnchored) counter.advance(steps, atS);
    // The first step shows when a step begins; a reset begins anew.
    if (!this.#isAnchored || counter.last === 'reset') {
      counter.start(steps, atS);
      this.#isAnchored = true;
      this.#countedJ = 0;
      this.#debtJ = 0;
      this.#ratio = 1;
      return;
    }
    this.#largestJ = Math.max(this.#largestJ, (steps - before) * (this.#options.stepJ ?? 0));
    this.#compare(counter.lowJ);
  }

  /** Compares what the total counted with what was counted here. */
  #compare(totalJ: number): void {
    const gap = totalJ - this.#countedJ;
    const excess = Math.max(0, Math.abs(gap) - this.#largestJ);
    const isWrong = excess > this.#options.disagreement * Math.max(totalJ, this.#countedJ);
    this.#debtJ = isWrong ? 0 : Math.sign(gap) * excess;
    this.#ratio = isWrong && this.#countedJ > 0 ? totalJ / this.#countedJ : 1;
  }
}
