/** How readings of a power become energy. */
export interface PowerIntegralOptions {
  /** What the device can draw at most, W. */
  readonly maxW: number;
  /** How long a reading is believed, s: across a longer silence only bounds are known. */
  readonly holdS: number;
}

/**
 * Energy from readings of a power that come when they come. Between two readings it is the trapezoid; after the last one its value is held
 * until the next corrects it, so that what was handed over so far always follows the readings and is never taken back. Of a silence
 * longer than `holdS` the rest has bounds: anything from nothing to `maxW`.
 *
 * @example
 * const energy = new PowerIntegral({ maxW: 300, holdS: 5 });
 * energy.reading(100, 0);
 * energy.reading(200, 1);
 * energy.take(1); // [150, 150]
 * energy.take(2); // [200, 200]
 */
export class PowerIntegral {
  readonly #options: PowerIntegralOptions;
  #watts = Number.NaN;
  #atS = Number.NaN;
  /** Energy up to the last reading, J, since the beginning. */
  #settledLow = 0;
  #settledHigh = 0;
  /** Energy handed over, J, since the beginning. */
  #givenLow = 0;
  #givenHigh = 0;

  constructor(options: PowerIntegralOptions) {
    this.#options = options;
  }

  /** The latest reading, W; NaN before the first. */
  get watts(): number {
    return this.#watts;
  }

  /** Seconds since the latest reading. */
  ageS(nowS: number): number {
    return nowS - this.#atS;
  }

  /** From here on energy counts, though nothing has been read yet. */
  start(nowS: number): void {
    this.#atS = nowS;
    this.#watts = Number.NaN;
    this.#settledLow = 0;
    this.#settledHigh = 0;
    this.#givenLow = 0;
    this.#givenHigh = 0;
  }

  /** Takes in a reading. One that is older than the latest is left out. */
  reading(watts: number, atS: number): void {
    if (!(watts >= 0) || atS < this.#atS) return;
    const dt = Number.isNaN(this.#atS) ? 0 : atS - this.#atS;
    if (dt > this.#options.holdS) {
      const [low, high] = this.#held(dt);
      this.#settledLow += low;
      this.#settledHigh += high;
    } else {
      const before = Number.isNaN(this.#watts) ? watts : this.#watts;
      const joules = ((before + watts) / 2) * dt;
      this.#settledLow += joules;
      this.#settledHigh += joules;
    }
    this.#watts = watts;
    this.#atS = atS;
  }

  /** Energy from the last `take` until now, J: low and high end. */
  take(nowS: number): readonly [low: number, high: number] {
    const dt = Math.max(0, nowS - this.#atS) || 0;
    const [heldLow, heldHigh] = this.#held(dt);
    const lowJ = Math.max(0, this.#settledLow + heldLow - this.#givenLow);
    const highJ = Math.max(lowJ, this.#settledHigh + heldHigh - this.#givenHigh);
    this.#givenLow += lowJ;
    this.#givenHigh += highJ;
    return [lowJ, highJ];
  }

  /** Energy of a time without readings: the last one holds for `holdS`, after that anything from nothing to the most is possible. */
  #held(dt: number): readonly [low: number, high: number] {
    const { maxW, holdS } = this.#options;
    const isRead = !Number.isNaN(this.#watts);
    const believedS = isRead ? Math.min(dt, holdS) : 0;
    const held = isRead ? this.#watts * believedS : 0;
    return [held, held + maxW * (dt - believedS)];
  }
}
