import { Counter } from '../counter.ts';
import type { DeviceEnergy, DeviceLimits } from './device-energy.ts';

/** The unit of NVML's counter: 1 mJ. */
const STEP_J = 0.001;

/**
 * Energy from NVML's counter, which has 64 bits and begins at zero when the driver is loaded or the GPU is reset.
 *
 * After a time without readings the counter proves what was used if it has not begun anew in between, and that is sure where it stands higher than it
 * can have come from zero in that time. Else a higher reading is the least that was used.
 */
export class CountedEnergy implements DeviceEnergy {
  readonly #counter: Counter;
  readonly #mostW: number;
  /** The most steps in a second, as the counter has it. */
  readonly #fastest: number;
  readonly #settleS: number;
  /** The last reading that was counted, mJ; NaN before the first. */
  #mJ = Number.NaN;
  /** When it was first seen, and when it was seen last. */
  #changedS = 0;
  #seenS = 0;
  /** From when on bounds are to be handed over; NaN while it can be read. */
  #holeFromS = Number.NaN;
  #wasStill = false;
  /** Upper bounds handed over for the present hole; once its energy is counted they are taken off that. */
  #given = 0;
  #credit = 0;
  /** Lower bound of holes, which the counter does not know of. */
  #atLeast = 0;
  lowJ = 0;
  highJ = 0;
  /** When the counter last fell or jumped: from its last reading to that one only bounds are known. */
  resetFromS = Number.NaN;

  constructor(options: DeviceLimits & { readonly settleS: number }) {
    this.#counter = new Counter({ stepJ: STEP_J, range: Number.POSITIVE_INFINITY, maxW: options.maxW });
    this.#mostW = options.maxW * options.margin;
    this.#fastest = this.#mostW / STEP_J;
    this.#settleS = options.settleS;
  }

  start(nowS: number): void {
    this.#counter.start(0, nowS);
    this.#mJ = Number.NaN;
    this.#changedS = nowS;
    this.#seenS = nowS;
    this.#holeFromS = nowS;
    this.#wasStill = false;
    this.#given = 0;
    this.#credit = 0;
    this.#atLeast = 0;
    this.resetFromS = Number.NaN;
  }

  reading(mJ: number, nowS: number): void {
    if (!Number.isNaN(this.#holeFromS)) {
      if (this.#wasStill && mJ === this.#mJ) return;
      this.#return(mJ, nowS);
    } else {
      const seenS = this.#seenS;
      this.#seenS = nowS;
      if (mJ === this.#mJ) return;
      const dt = nowS - this.#changedS;
      // The hardware refreshes it 2 to 50 times a second: seen twice within that, it has counted longer than we have looked. It is left for later.
      if (dt < this.#settleS && mJ - this.#mJ > this.#fastest * dt) return;
      this.#counter.advance(mJ, nowS);
      if (this.#counter.last === 'reset') this.resetFromS = seenS;
    }
    this.#mJ = mJ;
    this.#changedS = nowS;
    this.#seenS = nowS;
  }

  fail(): void {
    // From its last movement, not from its last reading: a counter often stops a little before its GPU is lost.
    if (Number.isNaN(this.#holeFromS)) this.#holeFromS = this.#changedS;
  }

  /** False from a failure until the next reading, or for a counter that stood still until it moves. */
  get isReadable(): boolean {
    return Number.isNaN(this.#holeFromS);
  }

  /** How long the counter has shown the same, s. */
  stillS(nowS: number): number {
    return nowS - this.#changedS;
  }

  /** It stands still while the device draws power: unreadable since it moved last, until it moves again. */
  failStill(): void {
    this.#wasStill = true;
    this.fail();
  }

  take(nowS: number): void {
    this.lowJ = this.#counter.lowJ + this.#atLeast;
    this.highJ = Math.max(this.lowJ, this.#counter.highJ - this.#credit);
    this.#counter.clear();
    this.#atLeast = 0;
    this.#credit = 0;
    if (Number.isNaN(this.#holeFromS)) return;
    const hole = this.#mostW * Math.max(0, nowS - this.#holeFromS);
    this.#holeFromS = Math.max(nowS, this.#holeFromS);
    this.highJ += hole;
    this.#given += hole;
  }

  #return(mJ: number, nowS: number): void {
    const most = this.#mostW * Math.max(0, nowS - this.#changedS);
    const isFirst = Number.isNaN(this.#mJ);
    const step = (mJ - this.#mJ) * STEP_J;
    const mayHaveBegunAnew = mJ * STEP_J <= most || this.#wasStill;
    if (isFirst && nowS === this.#changedS) this.#counter.start(mJ, nowS);
    else if (isFirst) this.#counter.lose(mJ, nowS);
    else if (step >= 0 && mayHaveBegunAnew) {
      this.#counter.lose(mJ, nowS);
      this.#atLeast += Math.min(step, most);
    } else this.#counter.advance(mJ, nowS);
    this.#holeFromS = Number.NaN;
    this.#wasStill = false;
    this.#credit += this.#given;
    this.#given = 0;
  }
}
