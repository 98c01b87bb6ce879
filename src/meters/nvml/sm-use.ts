/** A percentage above this is no measurement: drivers are known to fill samples of dead processes with rubbish. */
const MOST_PERCENT = 100;

/**
 * How much of the SM time each process used, from the driver's samples since the look before. The driver has about one sample a second for
 * a process, so a look may find no new ones: then the last ones stand for `holdS`.
 */
export class SmUse {
  readonly #holdS: number;
  #sums = new Map<number, { sum: number; count: number }>();
  #next = new Map<number, { sum: number; count: number }>();
  #freshS = Number.NEGATIVE_INFINITY;
  #isSupported = true;

  constructor(holdS: number) {
    this.#holdS = holdS;
  }

  /** A sample of the time since the look before. */
  add(pid: number, percent: number): void {
    if (percent > MOST_PERCENT) return;
    const entry = this.#next.get(pid);
    if (entry === undefined) this.#next.set(pid, { sum: percent, count: 1 });
    else {
      entry.sum += percent;
      entry.count += 1;
    }
  }

  /** The samples of this look are all in. */
  settle(nowS: number, isSupported: boolean): void {
    this.#isSupported = isSupported;
    if (this.#next.size === 0 && nowS - this.#freshS < this.#holdS) return;
    const before = this.#sums;
    this.#sums = this.#next;
    before.clear();
    this.#next = before;
    if (this.#sums.size > 0) this.#freshS = nowS;
  }

  /** Processes that have samples. */
  pids(): IterableIterator<number> {
    return this.#sums.keys();
  }

  /** Mean use of a process, 0 to 1; NaN where the driver does not tell of any. */
  of(pid: number): number {
    if (!this.#isSupported) return Number.NaN;
    const entry = this.#sums.get(pid);
    return entry === undefined ? 0 : entry.sum / entry.count / MOST_PERCENT;
  }
}
