/** CPU seconds in an interval: of the run, of the tracker itself, and of all work on the machine. */
export interface IntervalCpu {
  readonly run: number;
  readonly own: number;
  readonly busy: number;
}

/**
 * Fits CPU times to short intervals. The kernel tells them in ticks of 10 ms, those of a process and those of the machine apart from each other: in an
 * interval of a few milliseconds one tick is more than all CPUs can have given, and the run's tick comes before or after the machine's. What does not fit
 * counts in the next interval, and busy time that the machine has not told yet is taken off what it tells next. In intervals of a second it
 * changes next to nothing; without it a run of many short intervals, as between the reports of quick epochs, would lose nearly all of its energy.
 */
export class TickBalance {
  #left: IntervalCpu = { run: 0, own: 0, busy: 0 };

  /**
   * @param seen since the interval before.
   * @param capacityS CPU seconds that the machine could give in the interval.
   * @param mostS CPU seconds that ticks may be late or early; what is more is no matter of ticks and is not carried on.
   * @returns what counts in this interval: `run + own <= busy <= capacityS`.
   */
  take(seen: IntervalCpu, capacityS: number, mostS: number): IntervalCpu {
    const run = seen.run + this.#left.run;
    const own = seen.own + this.#left.own;
    const told = seen.busy + this.#left.busy;
    const busy = Math.max(run + own, told, 0);
    const fits = busy > capacityS ? Math.max(0, capacityS) / busy : 1;
    const rest = busy * (1 - fits);
    const carried = rest > mostS ? (mostS / rest) * (1 - fits) : 1 - fits;
    const untold = Math.min(Math.max(0, run + own - told), mostS);
    this.#left = { run: run * carried, own: own * carried, busy: busy * carried - untold };
    return { run: run * fits, own: own * fits, busy: busy * fits };
  }
}
