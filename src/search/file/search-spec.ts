import type { Problem } from '../../errors.ts';
import type { Space } from '../space/space.ts';
import type { Objective } from '../study/objective.ts';
import type { CommandTemplate } from './command-template.ts';
import type { MetricConstraint } from './metric-constraint.ts';
import type { SamplerChoice, StopperChoice } from './engine-choice.ts';

/** A search as it was asked for: a file of ours, a W&B sweep, or the options of a command line; all three end in this. */
export interface SearchSpec {
  readonly origin: 'file' | 'sweep' | 'options';
  /** Name of the study; absent where none was given. */
  readonly name?: string;
  readonly description?: string;
  readonly project?: string;
  /** How a trial is started; absent where another program drives the study through ask and tell. */
  readonly command?: CommandTemplate;
  readonly space: Space;
  /** Where the values of nested parameters stand in what a trial is given, by the name in the space (`optimizer.lr`). */
  readonly nested: Readonly<Record<string, readonly string[]>>;
  /** At least one; the first is the one that a single number is asked of. */
  readonly objectives: readonly Objective[];
  /** The key of a report that counts its progress (`epoch`); absent: what the protocol knows, else the reports are counted. */
  readonly resource?: string;
  /** The resource of a full training. */
  readonly maxResource?: number;
  readonly budget: SearchBudget;
  /** The search ends when the next kilowatt-hour is expected to improve the first objective by less than this. */
  readonly worthPerKwh?: number;
  readonly constraints: readonly MetricConstraint[];
  readonly search: SearchSettings;
  readonly workers: WorkerSettings;
  readonly carbon?: CarbonSettings;
  readonly retry: RetrySettings;
  /** Patterns whose named groups are metrics, for lines of the trial's output; they come before the built-in ones. */
  readonly capture: readonly RegExp[];
  /** Whether trials keep their state in the checkpoint folder; `auto`: it is found out. */
  readonly checkpoint: boolean | 'auto';
  /** What should be told though it is no mistake, located where it can be. */
  readonly warnings: readonly Problem[];
}

/** What may be used up; whichever ends first ends the search. Absent: not limited. */
export interface SearchBudget {
  readonly energyJ?: number;
  readonly carbonG?: number;
  /** In the currency of the user's price of electricity. */
  readonly cost?: number;
  readonly timeS?: number;
  readonly trials?: number;
}

/** How the search chooses and stops. */
export interface SearchSettings {
  readonly sampler: SamplerChoice;
  readonly stopper: StopperChoice;
  /** Absent: drawn once and written down. */
  readonly seed?: number;
  /** Trials before the sampler learns. */
  readonly startup?: number;
  /** Whether past studies of the same command give the first trials; a number: so many of them. */
  readonly warmStart: 'auto' | 'none' | number;
  readonly deterministic: boolean;
  /** Whether a configuration may be tried again, since training is noisy. */
  readonly repeats?: true;
}

/** Where trials run. */
export interface WorkerSettings {
  /** Most trials at once on this machine; absent: not said. */
  readonly local?: number;
  /** `auto`: those that are there; `none`; or their indices. */
  readonly gpus: 'auto' | 'none' | readonly number[];
  /** Trials on one GPU at once. */
  readonly share: number;
}

/** Waiting for clean electricity. */
export interface CarbonSettings {
  /** g CO2e/kWh, or the file that has it over time. */
  readonly intensity?: number | { readonly file: string };
  /** Above this, g CO2e/kWh, no trial is begun. */
  readonly pauseAbove?: number;
  /** Longest wait, s. */
  readonly maxWaitS?: number;
}

/** When a trial is tried again. */
export interface RetrySettings {
  readonly max: number;
  readonly on: readonly RetryCause[];
}

/** `signal`: a signal that we did not send; `exit`: any code but 0; `lost`: whoever watched it is gone; a number: that exit code. */
export type RetryCause = 'signal' | 'exit' | 'lost' | number;
