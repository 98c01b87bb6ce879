import type { Clock } from '../host/host.ts';

/** Calls back on the ticks that all runs of a machine share: whole multiples of the interval on the boot clock. */
export class Ticker {
  readonly #clock: Clock;
  readonly #intervalS: number;
  readonly #onTick: () => void;
  #timer: NodeJS.Timeout | undefined;
  #nextS = 0;

  constructor(clock: Clock, intervalS: number, onTick: () => void) {
    this.#clock = clock;
    this.#intervalS = intervalS;
    this.#onTick = onTick;
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    const now = this.#clock.bootS();
    // A timer may fire up to a millisecond early: that was its tick all the same, the next one is a later one.
    const tick = Math.floor(Math.max(now, this.#nextS) / this.#intervalS + 1e-6) + 1;
    this.#nextS = tick * this.#intervalS;
    this.#timer = setTimeout(
      () => {
        this.#schedule();
        this.#onTick();
      },
      Math.max(1, Math.ceil((this.#nextS - now) * 1000)), // Node drops the fraction
    );
  }
}
