import type { EndEvent } from '../book/journal-event.ts';
import type { RunRecord } from '../book/run-record.ts';

/** How a run ended, as its session is told. */
export interface SessionEnd {
  readonly state: EndEvent['state'];
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly limit?: string;
  /** When it ended on the boot clock; default: now. */
  readonly endedS?: number;
}

/** What is left of a run when it is over. */
export interface SessionResult {
  readonly record: RunRecord;
  /** Path of `run.json`; null where the book could not be written. */
  readonly recordPath: string | null;
}
