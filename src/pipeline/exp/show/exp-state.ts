import type { Hashed } from '../../model/hashed.ts';
import type { RepoPath } from '../../model/stage.ts';
import type { Value } from '../../model/value.ts';
import type { Result } from '../../../result.ts';
import type { Estimate } from '../../../units/estimate.ts';

/** What files hold, or why they cannot be read in the words of DVC, in the order in which they are shown. */
export type FileValues = ReadonlyMap<
  RepoPath,
  Result<Value, { readonly type: string; readonly msg: string }>
>;

/** What an output is, beside its content. */
export interface StateOut {
  readonly hashed: Hashed | undefined;
  readonly isCached: boolean;
  /** Whether no stage makes it. */
  readonly isSource: boolean;
}

/** What it took to compute all stages of a state once, as far as it was measured. */
export interface StateEnergy {
  /** At the wall, J. */
  readonly wall: Estimate;
  /** Operational, g CO2e. */
  readonly carbon: Estimate;
  /** Stages of which nobody measured what they took. */
  readonly withoutRecord: readonly string[];
}

/** What a commit, or the workspace, holds. */
export interface StateData {
  /** Of the commit, milliseconds since 1970; none of the workspace. */
  readonly atMs: number | undefined;
  readonly params: FileValues;
  readonly metrics: FileValues;
  readonly deps: ReadonlyMap<RepoPath, Hashed | undefined>;
  /** Those that are no metrics and no plots. */
  readonly outs: ReadonlyMap<RepoPath, StateOut>;
  /** Undefined where nothing of it was measured. */
  readonly energy: StateEnergy | undefined;
}

/** A commit, or the workspace, in the table of experiments. */
export interface ExpState {
  /** Full hash, or `workspace`. */
  readonly rev: string;
  readonly name: string | undefined;
  readonly data: StateData | undefined;
  /** Why there is no data. */
  readonly error?: { readonly type: string; readonly msg: string };
}

/** How far an experiment of the queue has come. */
export interface Executor {
  readonly state: 'success' | 'queued' | 'running' | 'failed';
  readonly name: string;
  /** Where it runs, what it writes, and which process runs it. */
  readonly root: string | null;
  readonly log: string | null;
  readonly pid: number | null;
  readonly returncode: number | null;
  readonly task: string;
}

/** An experiment: its commits from the newest to the one after the baseline. */
export interface ExpRange {
  readonly name: string | undefined;
  readonly states: readonly ExpState[];
  readonly executor?: Executor;
}

/** A commit with the experiments that are derived from it. */
export interface Baseline extends ExpState {
  readonly experiments: readonly ExpRange[];
}
