import type { ErrorSources } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';

/** One component of the machine as this run sees it. */
export interface ComponentInfo {
  /** `cpu`, `ram`, `gpu:0`, `other`. */
  readonly name: string;
  /** How its energy is read, e.g. `model:cpu-load`, `rapl`, `nvml`. */
  readonly method: string;
  readonly grade: Grade;
  /** Sources of the error of its energy; a negative entry moves against the source. */
  readonly errors: ErrorSources;
  /** Sources of the error of its idle power: all of them, also those that it shares with `errors` (a model's own error). */
  readonly idleErrors: ErrorSources;
  /** How the run's share of it is found, e.g. `cpu-time`, `cpu-share`, `whole-device`. */
  readonly shareMethod: string;
  readonly uuid?: string;
  /** False: it is there and cannot be read; it has no column in the samples. */
  readonly available: boolean;
  /** Why it is unavailable, or why it is graded low, with what to do. */
  readonly reason?: string;
}

/** What a meter is told of the interval that it reads. */
export interface MeterInput {
  /** Length of the interval, s. */
  readonly dtS: number;
  /** Mean busy part of the machine's CPU capacity over the interval, 0 to 1 (user, nice, system, irq, softirq). */
  readonly cpuBusy: number;
}

/** Where a meter writes: one place for each of its available components, from `offset` on. */
export interface MeterOutput {
  /** Energy since the reading before, J. */
  readonly energyJ: Float64Array;
  /** The idle part of it, J; NaN without a usable idle power. */
  readonly idleJ: Float64Array;
}

/**
 * One way of reading energy from a machine. `read` is called on the sampling path: synchronous, without allocation.
 * The first call of `start` sets the baseline of counters.
 */
export interface Meter {
  readonly components: readonly ComponentInfo[];
  readonly start: () => void;
  readonly read: (input: MeterInput, output: MeterOutput, offset: number) => void;
  readonly close: () => void;
}
