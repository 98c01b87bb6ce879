/** A cumulative counter as the kernel shows it. It never throws. */
export interface RawCounter {
  /** Its value, steps; NaN where it cannot be read, with `code` and `why`. */
  read(): number;
  /** errno name of the last failure; empty while all is well. */
  readonly code: string;
  readonly why: string;
  close(): void;
}

/** Something that tells how much energy was used since it was last read. On the sampling path: it never throws. */
export interface Gauge {
  /** Sets the baseline. */
  start(nowS: number): void;
  /** True: `lowJ` and `highJ` hold the energy since the last reading that gave true. False: it cannot be read, `why` says why. */
  read(nowS: number): boolean;
  readonly lowJ: number;
  readonly highJ: number;
  /** What its counter shows, steps; NaN where it cannot be read. */
  readonly value: number;
  /** The most that it is believed to use in a second, W. */
  readonly mostW: number;
  /** See {@link Counter.pollWithinS}. */
  readonly pollWithinS: number;
  readonly code: string;
  readonly why: string;
  close(): void;
}
