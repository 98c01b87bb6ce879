import type { Constant } from './constant.ts';

/** How sensors of the kernel are read, whatever the device (`data/meters/reading.json`). */
export interface ReadingConstants {
  /** Time between two readings of a power, s. */
  readonly everyS: Constant;
  /** How long a reading of a power is believed, s. */
  readonly holdS: Constant;
  /** For how long a counter may show what it showed before, s. */
  readonly settleS: Constant;
}
