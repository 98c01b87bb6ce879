/** A way to know the CPU seconds that a run's process tree has used. */
export interface CpuSource {
  /** Name for the record: `perf`, `wait4`, `proc`. */
  readonly name: () => string;
  /** The process whose time and whose descendants' it is; undefined where there is none. */
  readonly topPid?: number;
  /** CPU seconds since the run began; never falls. */
  readonly totalS: () => number;
  /** Looks for new processes; called before each reading. */
  readonly discover: () => void;
  /** Live processes of the run, for naming those that outlive it. */
  readonly survivors: () => readonly { readonly pid: number; readonly name: string; readonly cpuS: number }[];
  readonly close: () => void;
}

/** No process of our own: only the machine is watched, or ranks that tell their own use. */
export const NO_CPU: CpuSource = {
  name: () => 'none',
  totalS: () => 0,
  discover: () => {},
  survivors: () => [],
  close: () => {},
};
