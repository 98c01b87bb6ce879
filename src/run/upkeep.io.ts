import type { Clock } from '../host/host.ts';
import type { Ledger } from './ledger.io.ts';
import type { Pages } from './pages.io.ts';

/** A refreshed `run.json` while the run lives, so that others see it: seconds between two. */
const RECORD_EVERY_S = 60;
/** How often what is written is forced to the disk, s. A kill loses nothing that was written; a power cut loses at most this. */
const SYNC_EVERY_S = 5;

/** What is done for the book now and then while a run lives. */
export class Upkeep {
  readonly #clock: Clock;
  readonly #pages: Pages;
  readonly #ledger: Ledger;
  #syncedS = 0;
  #recordedS = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, pages: Pages, ledger: Ledger) {
    this.#clock = clock;
    this.#pages = pages;
    this.#ledger = ledger;
  }

  /** At every tick. */
  tick(): void {
    const now = this.#clock.bootS();
    if (now - this.#syncedS >= SYNC_EVERY_S * 0.9) {
      this.#pages.sync();
      this.#syncedS = now;
    }
    // The first at the first tick: most runs that end before it need none, and a start must cost little.
    if (now - this.#recordedS < RECORD_EVERY_S) return;
    this.#recordedS = this.#clock.bootS();
    this.#pages.refresh(this.#ledger.run);
  }
}
