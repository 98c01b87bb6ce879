import type { Constant } from '../reading/constant.ts';

/** `data/meters/intel-gpu.json`. */
export interface IntelGpuConstants {
  /** Energy after which the hardware's register begins at zero again, J. */
  readonly registerJ: Constant;
  /** Relative standard deviation of a card's energy. */
  readonly sd: Constant;
  /** The same where only the package is measured. */
  readonly packageSd: Constant;
  /** The most that a card can draw, W, where the driver tells no limit. */
  readonly maxW: Constant;
  /** How much a card may draw for a moment, relative to its limit. */
  readonly burst: Constant;
  /** What a suspended card draws, W. */
  readonly asleepW: Constant;
  /** Engines that do a card's computing, as fdinfo names them. */
  readonly busyEngines: readonly string[];
}
