import type { Clock } from '../host/host.ts';

/** Calls back on the ticks that all runs of a machine share: whole multiples of the interval on the boot clock. */
export class Ticker {
  readonly #clock: Clock;
  readonly #intervalS: number;
  readonly #onTick: () => void;
  #timer: NodeJS.Timeout | undefined;

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
    // Half a millisecond past the tick: a timer that fires early would see the same tick twice.
    const next = (Math.floor(now / this.#intervalS + 1e-9) + 1) * this.#intervalS;
    this.#timer = setTimeout(
      () => {
        this.#schedule();
        this.#onTick();
      },
      Math.max(1, (next - now) * 1000 + 0.5),
    );
  }
}
