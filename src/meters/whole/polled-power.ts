import type { ChannelTrouble } from '../source.ts';
import { CorrectedIntegral, type CorrectedIntegralOptions } from './corrected-integral.ts';
import { TroubleLog } from '../reading/trouble-log.ts';

/**
 * The one channel of a whole-machine meter whose power is asked now and then: its energy, and what it says when it fails. A reading that is
 * missed now and then does no harm; one that is missing for longer than it may be held is a trouble, as is one that never came.
 */
export class PolledPower {
  readonly #energy: CorrectedIntegral;
  readonly #holdS: number;
  readonly #maxW: number;
  readonly #log = new TroubleLog();
  #hasRead = false;
  #watts = Number.NaN;
  #atS = Number.NaN;
  #isLost = false;

  constructor(options: CorrectedIntegralOptions) {
    this.#energy = new CorrectedIntegral(options);
    this.#holdS = options.holdS;
    this.#maxW = options.maxW;
  }

  /** Energy counts from here. What was read a moment ago still holds: a run does not begin with a hole. */
  start(nowS: number): void {
    this.#energy.start(nowS);
    if (nowS - this.#atS <= this.#holdS) this.#energy.reading(this.#watts, nowS);
  }

  /** A reading, W, with the device's energy total in steps where it has one. More than the device can draw is a fault of it. */
  reading(watts: number, atS: number, steps = Number.NaN): void {
    if (!(watts >= 0 && watts <= this.#maxW)) {
      this.miss(atS, `it reads ${Math.round(watts)} W, which cannot be`);
      return;
    }
    this.#hasRead = true;
    this.#isLost = false;
    this.#watts = watts;
    this.#atS = atS;
    this.#energy.reading(watts, atS, steps);
    this.#log.back(0, atS, 'it is read again');
  }

  /** No reading this time. */
  miss(atS: number, why: string, fix?: string): void {
    const isPatient = this.#hasRead && !(this.#energy.ageS(atS) > this.#holdS);
    if (!isPatient) this.#log.failed(0, atS, why, fix);
  }

  /** It is known that it cannot be read from here on, until the next reading. */
  lose(atS: number, why: string, fix?: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#atS = Number.NaN;
    this.#energy.lose(atS);
    this.#log.failed(0, atS, why, fix);
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    const [lowJ, highJ] = this.#energy.take(nowS);
    low[offset] = lowJ;
    high[offset] = highJ;
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#log.drain();
  }
}
