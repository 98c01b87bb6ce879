import { PowerIntegral } from '../power-integral.ts';
import type { DeviceEnergy, DeviceLimits } from './device-energy.ts';

/** Energy from a power that is read again and again. A time in which it could not be read has bounds, and is not bridged by its ends. */
export class PolledEnergy implements DeviceEnergy {
  readonly #integral: PowerIntegral;
  readonly #mostW: number;
  #readS = 0;
  /** From when on bounds are to be handed over; NaN while it can be read. */
  #holeFromS = Number.NaN;
  #low = 0;
  #high = 0;
  lowJ = 0;
  highJ = 0;

  constructor(options: DeviceLimits & { readonly holdS: number }) {
    this.#integral = new PowerIntegral({ maxW: options.maxW, holdS: options.holdS });
    this.#mostW = options.maxW * options.margin;
  }

  start(nowS: number): void {
    this.#integral.start(nowS);
    this.#readS = nowS;
    this.#holeFromS = Number.NaN;
    this.#low = 0;
    this.#high = 0;
  }

  reading(watts: number, nowS: number): void {
    if (!Number.isNaN(this.#holeFromS)) {
      this.#fillHole(nowS);
      this.#holeFromS = Number.NaN;
      this.#integral.start(nowS);
    }
    this.#integral.reading(watts, nowS);
    this.#readS = nowS;
  }

  fail(): void {
    if (!Number.isNaN(this.#holeFromS)) return;
    const [low, high] = this.#integral.take(this.#readS);
    this.#low += low;
    this.#high += high;
    this.#holeFromS = this.#readS;
  }

  /** Seconds since it was read. */
  ageS(nowS: number): number {
    return nowS - this.#readS;
  }

  take(nowS: number): void {
    if (Number.isNaN(this.#holeFromS)) {
      const [low, high] = this.#integral.take(nowS);
      this.#low += low;
      this.#high += high;
    } else this.#fillHole(nowS);
    this.lowJ = this.#low;
    this.highJ = this.#high;
    this.#low = 0;
    this.#high = 0;
  }

  #fillHole(nowS: number): void {
    this.#high += this.#mostW * Math.max(0, nowS - this.#holeFromS);
    this.#holeFromS = Math.max(nowS, this.#holeFromS);
  }
}
