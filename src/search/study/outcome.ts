import type { RetrySettings } from '../file/search-spec.ts';
import type { StopReason } from '../stoppers/stopper.ts';
import { fourDigits } from './four-digits.ts';
import type { Metrics } from './metrics.ts';
import type { Failure } from './study-event.ts';
import { MOST_LOSSES, type StudyPlan } from './study-plan.ts';
import type { Trial } from './trial.ts';
import type { Amounts, TrialRecord } from './trial-record.ts';

/** What a trial has used since its last start, as far as it is known. */
export interface Usage {
  readonly joules?: number;
  /** CO2e. */
  readonly grams?: number;
  readonly cost?: number;
}

/** How an attempt ended. */
export type Outcome =
  /** By itself, with status 0. `metrics` beside or instead of its last report. */
  | { readonly state: 'complete'; readonly metrics?: Metrics; readonly usage?: Usage }
  /** Ended from outside; without a reason that of the stopper. */
  | { readonly state: 'stopped'; readonly reason?: StopReason; readonly usage?: Usage }
  | { readonly state: 'failed'; readonly failure: Failure; readonly usage?: Usage }
  /** Whoever watched it is gone. */
  | { readonly state: 'lost'; readonly usage?: Usage };

/** What became of a trial. `again`: it will be given out once more. */
export interface Fate {
  readonly state: Trial['state'];
  readonly again: boolean;
}

/** @returns the outcome as it counts: an end after a stop is a stop, an end without a result is a failure. */
export function asItCounts(trial: TrialRecord, outcome: Outcome, plan: StudyPlan): Outcome {
  const usage = outcome.usage === undefined ? {} : { usage: outcome.usage };
  const last = trial.reports.at(-1);
  const isFull = plan.maxResource !== undefined && (last?.resource ?? 0) >= plan.maxResource;
  const { sentence } = trial;
  if (sentence?.action === 'stop' && outcome.state !== 'lost' && !(isFull && outcome.state === 'complete'))
    return { state: 'stopped', reason: sentence.reason, ...usage };
  if (outcome.state !== 'complete') return outcome;
  const said = { ...trial.metrics, ...outcome.metrics };
  const failure = withoutResult(plan, said);
  return failure === undefined ? outcome : { state: 'failed', failure, ...usage };
}

/** Why metrics are no result: an objective was never said, or is no finite number at the end. */
function withoutResult({ objectives }: StudyPlan, said: Metrics): Failure | undefined {
  const missing = objectives.filter(({ metric }) => said[metric] === undefined);
  if (missing.length > 0)
    return { kind: 'no-metric', text: `it ended without having said ${namesOf(missing)}` };
  const bad = objectives.filter(({ metric }) => !Number.isFinite(said[metric]));
  return bad.length === 0
    ? undefined
    : { kind: 'not-a-number', text: `${namesOf(bad)} was no finite number at its end` };
}

function namesOf(objectives: StudyPlan['objectives']): string {
  return objectives.map(({ metric }) => metric).join(' and ');
}

/** Whether an attempt that ended so is made again. */
export function isTriedAgain(trial: TrialRecord, outcome: Outcome, retry: RetrySettings): boolean {
  if (outcome.state === 'lost') return trial.timesLost + 1 < MOST_LOSSES;
  if (outcome.state !== 'failed' || trial.timesRetried >= retry.max) return false;
  const { kind, exitCode } = outcome.failure;
  return retry.on.some((cause) => cause === kind || (typeof cause === 'number' && cause === exitCode));
}

/** What was used, as the journal has it. */
export function amountsOf({ joules, grams, cost }: Usage): Partial<Amounts> {
  return {
    ...(joules === undefined ? {} : { j: fourDigits(joules) }),
    ...(grams === undefined ? {} : { g: fourDigits(grams) }),
    ...(cost === undefined ? {} : { p: fourDigits(cost) }),
  };
}
