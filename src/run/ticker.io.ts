import type { Clock } from '../host/host.ts';

/** A tick may come so late, s: less than one reading takes on a busy machine. */
const LATE_S = 0.004;

/**
 * Calls back on the ticks that all runs of a machine share: whole multiples of the interval on the boot clock, a few ms late at most. A timer
 * that is set again for the same time costs a third of a new one, but comes a little later each time: when that adds up a new one is made.
 */
export class Ticker {
  readonly #clock: Clock;
  readonly #intervalS: number;
  readonly #onTick: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** What {@link #timer} waits, s. */
  #waitsS = 0;
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
    const lateS = now + this.#waitsS - this.#nextS;
    if (this.#timer !== undefined && lateS >= 0 && lateS < LATE_S) {
      this.#timer.refresh();
      return;
    }
    // Node drops the fraction.
    const waitsMs = Math.max(1, Math.ceil((this.#nextS - now) * 1000));
    // The first waits for the rest of an interval; what follows a tick is a whole one, and can be set again.
    this.#waitsS = waitsMs / 1000;
    this.#timer = setTimeout(() => {
      this.#schedule();
      this.#onTick();
    }, waitsMs);
  }
}
