import type { Scope } from './journal-event.ts';

/** What a reader of CodeCarbon's columns means by them: the options of its tracker that change figures. */
export interface EmissionsView {
  /** `machine`: all of it while the run lasted; `attributed`: the run with its share of idle. */
  readonly scope: Scope;
  /** Only these GPUs count, each by its index or by the beginning of its UUID. Default: all. */
  readonly gpus?: readonly string[];
  /** Default: the run's. */
  readonly pue?: number;
  /** Litres of water per kWh of IT energy. */
  readonly wue?: number;
  /** Energy of the CPU and of the RAM at a power that the user declares, J, instead of what was measured. */
  readonly cpuJ?: number;
  readonly ramJ?: number;
  /** Intensity where that of the run's place is not known, g CO2e/kWh. */
  readonly otherwiseGPerKwh?: number;
  /** For a caller that needs a number: the middle where only bounds are known, and the sum of what is known where something is. */
  readonly middles?: boolean;
}
