import type { EndEvent, JournalEvent, StartEvent } from './journal-event.ts';

/** A run that is over and was not measured by this process, with all lines of its journal. Times in s. */
export interface WholeRun {
  readonly start: StartEvent;
  readonly startT: number;
  readonly events: readonly (readonly [t: number, event: JournalEvent])[];
  readonly end: Omit<EndEvent, 'sha256'>;
  readonly endT: number;
}
