import type { Configuration } from '../space/configuration.ts';
import type { StopReason } from '../stoppers/stopper.ts';
import type { Failure } from './study-event.ts';
import type { Report, Trial, TrialState } from './trial.ts';

/** Joules, grams of CO2e and cost. */
export interface Amounts {
  j: number;
  g: number;
  p: number;
}

/** A trial with all that its study knows of it. The reduction of the events alone changes it. */
export class TrialRecord implements Trial {
  readonly number: number;
  readonly configuration: Configuration;
  readonly origin: Trial['origin'];
  state: TrialState = 'waiting';
  reports: Report[] = [];
  joules = 0;
  losses?: readonly number[];
  violations?: readonly number[];
  isControl = false;
  beginsAnew?: true;

  /** From 1; 0 before it is started. */
  attempt = 0;
  /** How often an attempt was lost with its coordinator, and how often one failed and was tried again. */
  timesLost = 0;
  timesRetried = 0;
  /** Study time of its first start and of its end, in seconds. */
  startedAt?: number;
  endedAt?: number;
  /** Energy, carbon and cost since its last start. */
  leg: Amounts = { j: 0, g: 0, p: 0 };
  /** Joules of this attempt before its last pause. */
  before = 0;
  /** Joules of attempts that were lost or failed and led to nothing. */
  wasted = 0;
  /** The value of every metric at the furthest resource at which it was said, in this attempt. */
  metrics: Record<string, number> = {};
  /** At which resource each was said: reports may come out of order. */
  metricsAt: Record<string, number> = {};
  /** What the stopper has decided, while the process has not ended yet. */
  sentence?: { readonly action: 'stop' | 'pause'; readonly reason: StopReason };
  /** Why it was stopped or is paused. */
  reason?: StopReason;
  failure?: Failure;
  /** Of a control trial: where it would have been stopped. */
  spared?: StopReason;
  /** Why it went on after a pause. */
  resumedFor?: StopReason;
  /** As it was when it last went on: where an attempt begins again that came to nothing since. */
  atResume?: {
    readonly reports: readonly Report[];
    readonly metrics: Readonly<Record<string, number>>;
    readonly metricsAt: Readonly<Record<string, number>>;
    readonly violations: readonly number[] | undefined;
  };

  constructor(number: number, configuration: Configuration, origin: Trial['origin']) {
    this.number = number;
    this.configuration = configuration;
    this.origin = origin;
  }
}

/** Why a trial is as it is; an attempt that failed before is not why a later one was complete or stopped. */
export function whyOf({ state, failure, reason }: TrialRecord): string | undefined {
  switch (state) {
    case 'complete':
    case 'running':
      return undefined;
    case 'stopped':
    case 'paused':
      return reason?.text;
    default:
      return failure?.text ?? reason?.text;
  }
}
