import type { Scalar } from '../../book/journal-event.ts';
import type { Decision } from '../stoppers/stopper.ts';
import type { Metrics } from '../study/metrics.ts';
import type { Outcome, Usage } from '../study/outcome.ts';
import type { MakeLineReader } from './patterns/line-reader.ts';
import type { Counting } from './resource-count.ts';
import type { Said } from './said.ts';
import type { ParameterValue } from '../space/configuration.ts';

/** What a trial is given by its environment (DESIGN §6), beside what every run is. */
export interface TrialInput {
  readonly study: string;
  readonly number: number;
  /** Parameters in the shape in which they were asked for: nested ones inside each other. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly seed: number;
  readonly isResumed: boolean;
  /** Resource of a full training. */
  readonly until: number | undefined;
}

/** Where a trial has its files. */
export interface TrialPaths {
  readonly path: string;
  readonly log: string;
  readonly parametersFile: string;
  readonly checkpoints: string;
  readonly stopFile: string;
}

/** One attempt of a trial, as it is to be started. */
export interface TrialTask {
  readonly input: TrialInput;
  /** Name of its run in the book. */
  readonly name: string;
  readonly argv: readonly string[];
  /** Beside what the protocol gives: its GPUs, where it can report to. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** As the run's record has them. */
  readonly params: Readonly<Record<string, Scalar>>;
  /** Names that are sought in what it says: objectives and metrics of constraints. */
  readonly metrics: readonly string[];
  readonly capture?: MakeLineReader;
  /** The key that the study counts by. */
  readonly resource?: string;
  /** How an attempt before this one counted, which this one goes on. */
  readonly counting: Counting;
}

/** Who decides on a trial while it runs. */
export interface TrialJudge {
  /** It has said something. */
  readonly report: (
    report: { readonly resource: number; readonly metrics: Metrics },
    usage: Usage & { readonly joules: number },
  ) => Decision;
  /** A reading was taken. @param silentS for how long it has neither printed nor reported anything. */
  readonly sample: (usage: Usage & { readonly joules: number }, silentS: number) => Decision | 'silent';
  /** Resolves when what was decided is on the disk, before which nobody acts on it. */
  readonly settled: () => Promise<void>;
  /** It has reported on purpose, and nothing of what is sought. */
  readonly otherNames?: (said: Said) => void;
  /** Something that it printed, for whoever watches. */
  readonly line?: (text: string) => void;
}

/** How a trial has ended. */
export interface TrialEnd {
  readonly outcome: Outcome | { readonly state: 'paused'; readonly usage: Usage };
  readonly counting: Counting;
  /** How many reports it has made in this attempt. */
  readonly reports: number;
  readonly lastLines: readonly string[];
  /** It was to pause and has kept nothing to go on from: it will have to begin anew. */
  readonly isWithoutCheckpoint: boolean;
  /** Processes that it left behind, which were ended. */
  readonly leftBehind: number;
  readonly logFailure: unknown;
  /** Id of its run. */
  readonly runId?: string;
}
