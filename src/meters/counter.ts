/** Room above what a device is said to draw at most, before a difference or a power is taken for a fault; bounds of a time without readings. */
export const MARGIN = 1.5;

/** A counter of energy as the hardware has it. */
export interface CounterOptions {
  /** What one of its steps is worth, J: readings and range are whole numbers of steps, so that differences are exact. */
  readonly stepJ: number;
  /** Steps after which it begins at zero again; undefined where that is not known, Infinity where it never does. */
  readonly range: number | undefined;
  /** What the device can draw at most, W. Everything above 1.5 times this is no energy. */
  readonly maxW: number;
}

/**
 * A counter of energy extended past its wraps. Between two readings it knows the energy exactly, where only one number of wraps is possible
 * for a device that draws at most `maxW`; else it gives bounds that contain the truth: after a gap that may hide several wraps, and after a reset,
 * of which only what was counted since is known.
 *
 * @example
 * const counter = new Counter({ stepJ: 0.001, range: 1_000_000, maxW: 100 });
 * counter.start(900_000, 0);
 * counter.advance(50_000, 2); // it has wrapped once
 * [counter.lowJ, counter.highJ]; // [150, 150]
 */
export class Counter {
  readonly #range: number | undefined;
  readonly #stepJ: number;
  /** The most steps in a second. */
  readonly #fastest: number;
  #last = 0;
  #lastS = 0;
  #low = 0;
  #high = 0;
  /** How the last reading went on from the one before. */
  last: 'counted' | 'bounded' | 'reset' = 'counted';

  constructor(options: CounterOptions) {
    this.#range = options.range;
    this.#stepJ = options.stepJ;
    this.#fastest = (options.maxW * MARGIN) / options.stepJ;
  }

  /** Energy since `start` or `clear`, J. */
  get lowJ(): number {
    return this.#low * this.#stepJ;
  }

  get highJ(): number {
    return this.#high * this.#stepJ;
  }

  /** The longest time between two readings in which it cannot wrap twice, s: half the time of one wrap at full power. */
  get pollWithinS(): number {
    return this.#range === undefined ? Number.POSITIVE_INFINITY : this.#range / this.#fastest / 2;
  }

  start(reading: number, nowS: number): void {
    this.#last = reading;
    this.#lastS = nowS;
    this.clear();
  }

  /** Forgets what was counted: the next joule is the first. */
  clear(): void {
    this.#low = 0;
    this.#high = 0;
  }

  /** Takes in a reading. */
  advance(reading: number, nowS: number): void {
    const most = this.#fastest * Math.max(0, nowS - this.#lastS);
    const step = reading - this.#last;
    this.#last = reading;
    this.#lastS = nowS;
    const range = this.#range;
    if (range === undefined || range === Number.POSITIVE_INFINITY)
      this.#unwrapped(step, reading, most, range);
    else this.#wrapping(step, reading, most, range);
  }

  /** Time passed without a reading, at whose end the counter went on from an unknown place: only the most that can have been used is known. */
  lose(reading: number, nowS: number): void {
    const most = this.#fastest * Math.max(0, nowS - this.#lastS);
    this.#last = reading;
    this.#lastS = nowS;
    this.#add(0, most, 'bounded');
  }

  #unwrapped(step: number, reading: number, most: number, range: number | undefined): void {
    if (step >= 0 && step <= most) this.#add(step, step, 'counted');
    else if (step >= 0)
      this.#add(0, most, 'reset'); // impossible: it was set to another value
    // It fell. Of unknown range it may have wrapped: then at least `reading` were used, as after a reset to zero.
    else this.#add(sinceZero(reading, most), most, range === undefined ? 'bounded' : 'reset');
  }

  #wrapping(step: number, reading: number, most: number, range: number): void {
    // Every energy step + k·range that the device can have used is possible.
    const first = step >= 0 ? step : step + range;
    if (first > most) {
      // Not even one wrap explains it: a reset, after which it counted from zero, or a fault.
      this.#add(step < 0 ? sinceZero(reading, most) : 0, most, 'reset');
      return;
    }
    const more = Math.floor((most - first) / range);
    this.#add(first, first + more * range, more > 0 ? 'bounded' : 'counted');
  }

  #add(low: number, high: number, how: 'counted' | 'bounded' | 'reset'): void {
    this.#low += low;
    this.#high += high;
    this.last = how;
  }
}

/** What was surely used since a reset to zero: the reading itself, unless it is more than can have been: then it was set to some other value. */
function sinceZero(reading: number, most: number): number {
  return reading <= most ? reading : 0;
}
