import type { Warning } from '../errors.ts';
import type { ErrorSources } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';

/** One component of the machine as this run sees it. */
export interface ComponentInfo {
  /** `cpu`, `ram`, `gpu:0`, `other`. */
  readonly name: string;
  /** How its energy is read, e.g. `model:cpu-load`, `rapl`, `nvml:counter`. */
  readonly method: string;
  readonly grade: Grade;
  /** Sources of the error of its energy; a negative entry moves against the source. */
  readonly errors: ErrorSources;
  /** Sources of the error of its idle power: all of them, also those that it shares with `errors` (a model's own error). */
  readonly idleErrors: ErrorSources;
  /** How the run's share of it is found, e.g. `cpu-time`, `cpu-share`, `sm-time`. */
  readonly shareMethod: string;
  readonly uuid?: string;
  /** False: it is there and cannot be read; it has no column in the samples. */
  readonly available: boolean;
  /** Why it is unavailable, or why it is graded low, with what to do. */
  readonly reason?: string;
}

/** What a meter is told of the interval that it reads. */
export interface MeterInput {
  /** End of the interval on the boot clock, s. */
  readonly nowS: number;
  /** Length of the interval in which the machine was awake, s. */
  readonly dtS: number;
  /** Mean busy part of the machine's CPU capacity over the interval, 0 to 1 (user, nice, system, irq, softirq). */
  readonly cpuBusy: number;
}

/** Where a meter writes: one place for each of its available components. */
export interface MeterOutput {
  /** Energy since the reading before, J: the low and the high end, equal where it is known. */
  readonly energyJ: Float64Array;
  readonly highJ: Float64Array;
  /** The idle part of it, J; NaN without a usable idle power. */
  readonly idleJ: Float64Array;
  /** The part of the idle energy of `other` that is base power, 0 to 1: it is shared out as the machine is, the losses as their causes. */
  basePart: number;
}

/** What has changed about a machine's meters while it ran. */
export interface MeterChange {
  readonly warnings: readonly Warning[];
}

/**
 * Reads the energy of a machine by component. `read` and `poll` are called on the sampling path: synchronous, without allocation.
 * The first call of `start` sets the baseline of counters.
 */
export interface Meter {
  readonly components: readonly ComponentInfo[];
  /** Longest time between two polls in which no counter can wrap unseen, s. */
  readonly pollWithinS: number;
  start(nowS: number): void;
  /** Reads the counters between two readings, so that none wraps unseen. */
  poll(nowS: number): void;
  read(input: MeterInput, output: MeterOutput): void;
  /**
   * Asked after each reading: undefined where `components` are what they were, else what changed. A component that failed has its column in the
   * reading before, and none from the next on.
   */
  change(): MeterChange | undefined;
  close(): void;
}
