import type { Configuration } from '../../src/search/space/configuration.ts';
import type { Problem } from './problem.ts';

/** A search engine as the simulator drives it. Answers may come later (a peer in another process). */
export interface Engine {
  /** What to do with a free worker: a new configuration, a paused trial that goes on, or nothing more. */
  next(number: number): Answer<{ start: Configuration } | { resume: number } | undefined>;
  /** Instead of {@link next}, once every configuration is used: a paused trial that goes on. @param running how many trials run. */
  goOn?(running: number): Answer<{ resume: number } | undefined>;
  /**
   * With one worker only: a trial that starts, with all that it will report, for a peer in another process that answers for all reports in
   * one message. It decides report by report nevertheless.
   */
  foresee?(trial: number, losses: ArrayLike<number>): Answer<void>;
  /** A trial has reached `resource`. */
  report(report: SimulatedReport): Answer<'continue' | 'stop' | 'pause'>;
  /** A trial has ended: at its full length, or because the engine stopped it. */
  ended(trial: number, state: 'complete' | 'stopped', loss: number): Answer<void>;
  /** Joules spent so far as a part of the budget. */
  spend?(part: number): void;
  /** Seconds of computing that the engine has used for itself. */
  cpuSeconds(): number;
}

type Answer<T> = T | Promise<T>;

export interface SimulatedReport {
  readonly trial: number;
  readonly resource: number;
  readonly loss: number;
  /** Of the trial up to here, repeated work included. */
  readonly joules: number;
}

/** Makes an engine for one pass over a problem. */
export type MakeEngine = (problem: Problem, seed: number, workers: number) => Answer<Engine>;
