const HOUR_MS = 3_600_000;

/**
 * A run's attributed energy by hour of the day, UTC. Hours follow the boot clock from the moment at which the run began by the wall clock, so a clock that is set
 * meanwhile moves none of it. An interval that crosses a full hour is divided by time.
 */
export class HourEnergy {
  readonly #joules = new Map<number, number>();
  #startMs = Number.NaN;
  #startS = 0;

  /** The run began at this wall time (ms since 1970) and this time of the boot clock, s. */
  begin(startMs: number, startS: number): void {
    this.#startMs = startMs;
    this.#startS = startS;
  }

  /** Energy of the interval of `dt` seconds that ends at `t` on the boot clock, J. */
  add(t: number, dt: number, joules: number): void {
    if (Number.isNaN(this.#startMs)) return; // a journal without its beginning tells no hours
    const toMs = this.#startMs + (t - this.#startS) * 1000;
    const fromMs = toMs - dt * 1000;
    const first = Math.floor(fromMs / HOUR_MS);
    const last = dt > 0 ? Math.ceil(toMs / HOUR_MS) - 1 : first;
    if (first >= last) {
      this.#put(first, joules);
      return;
    }
    for (let hour = first; hour <= last; hour++) {
      const part = Math.min(toMs, (hour + 1) * HOUR_MS) - Math.max(fromMs, hour * HOUR_MS);
      this.#put(hour, (joules * part) / (dt * 1000));
    }
  }

  /** Hours in order, each with its beginning (ms since 1970) and its energy, J. */
  get hours(): readonly { readonly hourMs: number; readonly joules: number }[] {
    return [...this.#joules]
      .sort(([a], [b]) => a - b)
      .map(([hour, joules]) => ({ hourMs: hour * HOUR_MS, joules }));
  }

  #put(hour: number, joules: number): void {
    this.#joules.set(hour, (this.#joules.get(hour) ?? 0) + joules);
  }
}
