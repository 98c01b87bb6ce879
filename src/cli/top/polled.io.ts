import type { Clock } from '../../host/host.ts';
import { Ticker } from '../../run/ticker.io.ts';
import type { TopSampler } from './sampler.io.ts';

/** A tick that comes sooner after a reading than this part of the interval is left out: the rates of so short a time would be noise. */
const LEAST_PART = 0.4;

/** Calls back on the shared ticks of the machine, and polls counters in between that would wrap unseen. */
export class PolledTicks {
  readonly #clock: Clock;
  readonly #sampler: TopSampler;
  readonly #onTick: () => void;
  #ticker: Ticker | undefined;
  #poller: NodeJS.Timeout | undefined;

  constructor(clock: Clock, sampler: TopSampler, intervalS: number, onTick: () => void) {
    this.#clock = clock;
    this.#sampler = sampler;
    this.#onTick = onTick;
    this.setInterval(intervalS);
  }

  setInterval(intervalS: number): void {
    this.stop();
    this.#ticker = new Ticker(this.#clock, intervalS, () => {
      if (this.#sampler.ageS >= LEAST_PART * intervalS) this.#onTick();
    });
    const { pollWithinS } = this.#sampler;
    if (pollWithinS < intervalS) this.#poller = setInterval(() => this.#sampler.poll(), pollWithinS * 1000);
  }

  stop(): void {
    this.#ticker?.stop();
    clearInterval(this.#poller);
  }
}
