import type { Constant } from '../reading/constant.ts';

/** What one family of sensors is known for. */
export interface SensorConstants {
  /** Relative standard deviation of its energy. */
  readonly sd: Constant;
  /** The most that one of its channels can draw, W, where the driver does not tell. */
  readonly maxW: Constant;
}

/** `data/meters/boards.json`. */
export interface BoardConstants {
  readonly ina3221: SensorConstants;
  readonly grace: SensorConstants;
  readonly power: SensorConstants;
  readonly powerSystem: SensorConstants;
  readonly amdEnergy: SensorConstants;
  readonly arm: SensorConstants;
}
