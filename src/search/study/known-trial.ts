import type { Configuration } from '../space/configuration.ts';
import { placeReport } from './place-report.ts';
import type { Report, Trial, TrialState } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';

/** What of a trial's life is told to an observer of a deterministic study. */
export type Entry =
  | { readonly event: 'started' | 'resumed' }
  | {
      readonly event: 'reported';
      readonly report: Report;
      readonly violations: readonly number[] | undefined;
    }
  | {
      readonly event: 'paused' | 'ended';
      readonly state: TrialState;
      readonly beginsAnew: true | undefined;
      readonly losses: readonly number[] | undefined;
      readonly violations: readonly number[] | undefined;
    };

/**
 * A trial as one observer of a deterministic study knows it. Energy is no part of that, since it differs from run to run: the resource stands
 * in for it, one joule for each unit.
 */
export class KnownTrial implements Trial {
  readonly number: number;
  readonly configuration: Configuration;
  readonly origin: Trial['origin'];
  state: TrialState = 'waiting';
  readonly reports: Report[] = [];
  joules = 0;
  losses?: readonly number[];
  violations?: readonly number[];
  beginsAnew?: true;
  readonly #record: TrialRecord;

  constructor(trial: TrialRecord) {
    this.#record = trial;
    this.number = trial.number;
    this.configuration = trial.configuration;
    this.origin = trial.origin;
  }

  get isControl(): boolean {
    return this.#record.isControl; // drawn when it is begun
  }

  /** Takes in an entry. @returns the report as it stands now, if it is one. */
  take(entry: Entry): Report | undefined {
    if (!('violations' in entry)) {
      this.state = 'running';
      return undefined;
    }
    if (entry.violations !== undefined) this.violations = entry.violations;
    if (entry.event === 'reported') {
      const { resource, losses } = entry.report;
      this.joules = Math.max(this.joules, resource);
      return placeReport(this.reports, { resource, losses, joules: resource });
    }
    this.state = entry.state;
    if (entry.beginsAnew === true) this.beginsAnew = true;
    else delete this.beginsAnew;
    if (entry.losses !== undefined) this.losses = entry.losses;
    return undefined;
  }
}

/** What an event of the state means as an entry. */
export function entryOf(
  trial: TrialRecord,
  event: 'started' | 'reported' | 'paused' | 'resumed' | 'ended',
  report: Report | undefined,
): Entry {
  if (event === 'started' || event === 'resumed') return { event };
  const { violations, losses, state, beginsAnew } = trial;
  if (event === 'reported') return { event, report: report as Report, violations };
  return { event, state, losses, violations, beginsAnew };
}
