/** A constant with where it comes from. */
export interface Constant {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly unit: string;
  readonly source: string;
  /** `judged`: nothing is published, the figure is ours. */
  readonly kind?: 'judged';
  readonly year: number;
  readonly licence: string;
}

/** How polled powers are taken, whatever the device. */
export interface PollConstants {
  /** Time between two readings, s. */
  readonly everyS: Constant;
  /** How long a reading is believed, s. */
  readonly holdS: Constant;
  /** A reading above this many times the most that the device can draw is a fault. */
  readonly believeUpTo: Constant;
}

/** What one family of sensors is known for. */
export interface SensorConstants {
  /** Relative standard deviation of its energy. */
  readonly sd: Constant;
  /** The most that one of its channels can draw, W, where the driver does not tell. */
  readonly maxW: Constant;
}

/** `data/meters/boards.json`. */
export interface BoardConstants {
  readonly poll: PollConstants;
  readonly ina3221: SensorConstants;
  readonly grace: SensorConstants;
  readonly power: SensorConstants;
  readonly powerSystem: SensorConstants;
  readonly amdEnergy: SensorConstants;
  readonly arm: SensorConstants;
}
