import type { Estimate } from '../../units/estimate.ts';
import type { StageRecord } from '../energy/stage-record.ts';
import type { Node, Stage } from '../model/stage.ts';
import type { Changes } from '../status/changes.ts';

/**
 * What a repro would do with a stage. What it may have to run depends on what the stages before it come to; a source is data whose change would be
 * recorded.
 */
export type Outlook = 'run' | 'restore' | 'maybe' | 'unchanged' | 'source';

/** A node and what a repro would do with it. */
export interface Foreseen {
  readonly node: Node;
  readonly outlook: Outlook;
  /** Whether it is out of date as the workspace lies now. */
  readonly isStale: boolean;
  readonly changes: Changes;
  /** What the same work took the last time, or else what the stage took. */
  readonly last?: StageRecord;
}

/** What a repro would take. */
export interface Forecast {
  readonly nodes: readonly Foreseen[];
  /** Energy at the wall of the stages that would run, J. */
  readonly sure: Estimate;
  /** And of those that may have to. */
  readonly maybe: Estimate;
  /** Stages of both kinds of which nobody knows what they take. */
  readonly withoutRecord: readonly Stage[];
}
