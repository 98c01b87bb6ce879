import type { Clock } from '../../host/host.ts';

/**
 * A clock that stands still while a study is not worked on: one that is open in a notebook spends its budget of time only in trials and in
 * proposals.
 */
export class WorkClock implements Clock {
  readonly #clock: Clock;
  #workedS = 0;
  /** Since when it runs, on the clock behind it. */
  #sinceS: number | undefined;
  #working = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds in which it ran. */
  readonly bootS = (): number =>
    this.#workedS + (this.#sinceS === undefined ? 0 : Math.max(0, this.#clock.bootS() - this.#sinceS));

  readonly wallMs = (): number => this.#clock.wallMs();

  /** Somebody begins to work: it runs until as many have ended as have begun. */
  begin(): void {
    if (this.#working++ === 0) this.#sinceS = this.#clock.bootS();
  }

  /** Somebody has ended. */
  end(): void {
    this.#working -= 1;
    if (this.#working > 0) return;
    this.#workedS = this.bootS();
    this.#sinceS = undefined;
  }
}
