/** One reading of a machine that is being calibrated. */
export interface Tick {
  /** End of the reading on the boot clock, s, and its length. */
  readonly atS: number;
  readonly dtS: number;
  /** Which load was on: an index into the steps. */
  readonly step: number;
  /** Busy part of the CPUs, 0 to 1. */
  readonly load: number;
  /** What the meter showed at the wall, W; NaN while it was silent. */
  readonly meterW: number;
  /** Power of the counted chips, W; NaN where the CPU has no counter, or one of them was silent. */
  readonly chipsW: number;
  /** The counted GPUs' part of that, W. */
  readonly gpuW: number;
  /** Power of each counted component, W, in the order of the trace's components; NaN where it was silent. */
  readonly componentsW: readonly number[];
}

/** One counted component of a trace. */
export interface TraceComponent {
  /** By UUID, else by name. */
  readonly key: string;
  readonly method: string;
}

/** What was read while a machine was idle and under load. */
export interface Trace {
  /** What each step is called, e.g. `idle`, `50 % load`. */
  readonly steps: readonly string[];
  readonly ticks: readonly Tick[];
  readonly components: readonly TraceComponent[];
}
