import type { Configuration } from '../space/configuration.ts';
import type { StopReason } from '../stoppers/stopper.ts';
import type { Budget } from './budget.ts';
import type { MetricsJson } from './metrics.ts';
import type { PlanJson } from './plan-json.ts';
import type { Trial } from './trial.ts';

/**
 * Everything that happens to a study, as a line of its journal says it. The state of a study is the reduction of its events. `t` of a line is
 * the study's own time: seconds in which it was at work, over all its sessions. Energies are those of the attempt so far.
 */
export type StudyEvent =
  | StudyBegun
  | SessionOpened
  | TrialQueued
  | TrialStarted
  | TrialReported
  | TrialMetered
  | TrialSentenced
  | TrialPaused
  | TrialEnded
  | EngineSpent
  | SearchOver
  | PlanChanged;

/** The study is made. */
export interface StudyBegun {
  readonly k: 'study';
  /** Version of this format. */
  readonly v: 1;
  /** Time of day, ISO 8601. */
  readonly at: string;
  readonly plan: PlanJson;
}

/** Somebody begins to work on the study. */
export interface SessionOpened {
  readonly k: 'open';
  readonly at: string;
}

/** A configuration waits to be tried. An imported trial is queued and ended without being started. */
export interface TrialQueued {
  readonly k: 'queue';
  readonly n: number;
  readonly configuration: Configuration;
  readonly origin: Trial['origin'];
}

/** A trial begins, or goes on after a pause. */
export interface TrialStarted {
  readonly k: 'start';
  readonly n: number;
  /** From 1; of a resumed trial that of its pause. */
  readonly attempt: number;
  /** Where it was not queued before. */
  readonly configuration?: Configuration;
  readonly origin?: Trial['origin'];
  readonly control?: true;
  /** Goes on after a pause, for this reason. */
  readonly resumed?: StopReason;
}

/** What a trial said at a point of its training. */
export interface TrialReported {
  readonly k: 'report';
  readonly n: number;
  /** Resource. At 0, before the training, it is kept but decides nothing. */
  readonly x: number;
  readonly m: MetricsJson;
  /** Joules, grams of CO2e and cost of the attempt so far. */
  readonly j?: number;
  readonly g?: number;
  readonly p?: number;
}

/** Energy of a trial that says nothing. */
export interface TrialMetered {
  readonly k: 'energy';
  readonly n: number;
  readonly j: number;
  readonly g?: number;
  readonly p?: number;
}

/** A stopper has decided against a trial. `spared`: it goes on all the same, since it is a control trial. */
export interface TrialSentenced {
  readonly k: 'decision';
  readonly n: number;
  readonly action: 'stop' | 'pause' | 'spared';
  readonly reason: StopReason;
}

/** A trial is paused: its process has ended, its checkpoint is kept. */
export interface TrialPaused {
  readonly k: 'pause';
  readonly n: number;
  /** It has kept none. */
  readonly empty?: true;
  readonly j?: number;
  readonly g?: number;
  readonly p?: number;
}

/** A trial, or one attempt of it, is over. */
export interface TrialEnded {
  readonly k: 'end';
  readonly n: number;
  readonly state: 'complete' | 'stopped' | 'failed' | 'lost';
  /** It will be tried again under its number. */
  readonly again?: true;
  readonly m?: MetricsJson;
  readonly j?: number;
  readonly g?: number;
  readonly p?: number;
  readonly reason?: StopReason;
  readonly failure?: Failure;
}

/** What went wrong with a trial. */
export interface Failure {
  /** `told`: a driver said so. */
  readonly kind: 'exit' | 'signal' | 'spawn' | 'no-metric' | 'not-a-number' | 'silent' | 'disk-full' | 'told';
  /** One sentence without a full stop. */
  readonly text: string;
  readonly exitCode?: number;
  readonly signal?: string;
}

/** What the search itself has used beside its trials: proposals, idle waiting. */
export interface EngineSpent {
  readonly k: 'engine';
  readonly j: number;
  readonly g?: number;
  readonly p?: number;
}

/** No new trial is started any more. */
export interface SearchOver {
  readonly k: 'over';
  readonly why: SearchEnd;
  readonly text: string;
}

/** Why a search ended. */
export type SearchEnd = keyof Budget | 'target' | 'worth' | 'space' | 'failures' | 'user';

/** What may change of a plan while a study lives has changed, e.g. a larger budget; the search may go on. */
export interface PlanChanged {
  readonly k: 'plan';
  readonly plan: PlanJson;
}

/** An event and when it happened. */
export interface TimedEvent {
  /** Seconds of the study's own time. */
  readonly t: number;
  readonly event: StudyEvent;
}
