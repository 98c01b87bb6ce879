import type { Problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { EnergyScopes, RunResult } from '../../run/agent-answers.ts';
import type { Objective } from '../study/objective.ts';
import type { StudySummary, TrialSummary } from '../study/summary.ts';
import type { JsonValue } from './search-words.ts';

/** Options of `study`. */
export interface StudyOptions {
  /** Folder of the book; default: found as the command line finds it. */
  readonly book?: string;
  /** Seed of a new study; default: that of the search, else drawn once and kept. */
  readonly seed?: number;
  /** Most trials in flight; default: `workers` of the search, else 1. In a deterministic study the size of a batch. */
  readonly workers?: number;
  /** Seconds between samples. */
  readonly intervalS?: number;
  /** Where the electricity comes from, e.g. `FR`; a budget of carbon needs it. */
  readonly region?: string;
  /** Carbon intensity of the electricity, g CO2e/kWh, instead of a region. */
  readonly intensity?: number;
  /** Power usage effectiveness of the data centre. */
  readonly pue?: number;
  /** Price of a kWh; a budget of money needs it. */
  readonly price?: number;
  readonly project?: string;
  readonly tags?: readonly string[];
  /** Program and arguments that start joulebook, instead of this package's own. */
  readonly agent?: readonly string[];
  /** Takes warnings instead of `process.emitWarning`. */
  readonly onWarning?: (warning: Problem) => void;
  readonly host?: Host;
}

/** What becomes of a trial after a report. */
export interface TrialDecision {
  readonly action: 'continue' | 'stop' | 'pause';
  /** The trial is to end now: it is stopped, or paused and will go on later. */
  readonly shouldStop: boolean;
  /** Why, in words. */
  readonly reason?: string;
}

/** Values by metric; one number is the objective's. */
export type TrialValues = number | readonly number[] | Readonly<Record<string, number>>;

/** What became of a trial that was told. */
export interface TrialFate {
  readonly state: 'complete' | 'stopped' | 'paused' | 'failed' | 'lost' | 'waiting';
  /** It will be given out again: it failed and is retried, or was lost. */
  readonly again: boolean;
  /** Energy that counts against the budget, J: of the program while the trial was in flight, shared with others in flight. */
  readonly joules: number;
  /** Of its run in the book: a part of the run around the study, in which others in flight are included. */
  readonly energy?: EnergyScopes;
  /** Why it was stopped or has failed, in words. */
  readonly why?: string;
  /** So many trials have failed that the study should not go on as it is. */
  readonly failing?: string;
}

/** A trial in flight: from `ask` until it is told. */
export interface TrialHandle {
  readonly number: number;
  /** From 1. */
  readonly attempt: number;
  /** For the training's own random numbers: the same for each attempt. */
  readonly seed: number;
  /** Values by parameter, nested as the search nests them; what is not active is absent. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** It goes on from what an earlier attempt has left in `checkpoints`. */
  readonly resumed: boolean;
  /** A full training, where it is known. */
  readonly maxResource: number | undefined;
  /** Folder for what the training wants to go on from after a pause. */
  readonly checkpoints: string;
  /** Id of its run in the book. */
  readonly run: string;
  /** Says how it is doing; without a step it is one more than the last. */
  readonly report: (values: TrialValues, at?: { readonly step?: number }) => Promise<TrialDecision>;
  /** Whether it is to end now, also for the sake of the budget. */
  readonly shouldStop: () => Promise<boolean>;
  /** It has ended; its values are those of its last report unless others are given. */
  readonly tell: (values?: TrialValues) => Promise<TrialFate>;
  /** It was ended early, for your own reason. */
  readonly stop: (why?: string) => Promise<TrialFate>;
  /** It has failed. */
  readonly fail: (why: string) => Promise<TrialFate>;
  /** It came to nothing through no fault of its own, and is to be given out again. */
  readonly lose: () => Promise<TrialFate>;
}

/** A trial that is told, in a few numbers. */
export interface StudyTrial extends Omit<TrialSummary, 'configuration'> {
  readonly parameters: Readonly<Record<string, JsonValue>>;
}

/** The recommended configurations. */
export interface StudyBest {
  /** Whether they were trained to the end. */
  readonly isComplete: boolean;
  /** The best one; with several objectives the Pareto front. */
  readonly trials: readonly StudyTrial[];
}

/** Options of `optimize`. */
export interface OptimizeOptions {
  /** At most so many trials in this call. */
  readonly trials?: number;
  /** Starts no trial after so many seconds. */
  readonly timeS?: number;
  /** Budget of the study from now on: `2kWh`, `100g`, `2h`, `50trials`. */
  readonly budget?: string | readonly string[];
  /** Starts no trial any more once it is aborted. */
  readonly signal?: AbortSignal;
  /** After each trial. */
  readonly onTrial?: (trial: TrialHandle, fate: TrialFate) => void;
}

/** A study that this program works on. What is refused is thrown as `JoulebookError`: a search that goes wrong must not go on unseen. */
export interface StudyHandle {
  readonly name: string;
  readonly seed: number;
  /** Made now; else it goes on. */
  readonly isNew: boolean;
  readonly workers: number;
  readonly objectives: readonly Objective[];
  /** Id of the run around all trials. */
  readonly run: string;
  /** Why nothing is given out any more, once `ask` has said so. */
  readonly over: string | undefined;
  /** The next trial, null where the search is over. It waits where trials in flight must end first. */
  readonly ask: () => Promise<TrialHandle | null>;
  /** Runs trials of a function until the study is over: `workers` at once. */
  readonly optimize: (
    fn: (trial: TrialHandle) => TrialValues | void | Promise<TrialValues | void>,
    options?: OptimizeOptions,
  ) => Promise<StudyBest>;
  /** Puts a configuration in the queue. @returns the number of its trial. */
  readonly enqueue: (parameters: Readonly<Record<string, JsonValue>>) => Promise<number>;
  readonly best: () => Promise<StudyBest>;
  readonly trials: () => Promise<readonly StudyTrial[]>;
  readonly summary: () => Promise<Omit<StudySummary, 'recommended'>>;
  /** Closes the study; trials in flight are given out again the next time. What the run around it has cost; a second call gives the same. */
  readonly close: () => Promise<RunResult>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}
