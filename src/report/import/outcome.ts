import type { WrittenEstimate } from '../../units/estimate.ts';

/** What becomes of what was found. */
export type Fate =
  /** It comes in, or came in. */
  | 'new'
  /** It is in the book. */
  | 'known'
  /** It is in the book with other figures: it went on after it had come in. */
  | 'changed'
  | 'refused'
  | 'passed';

/** One thing that was found, and what becomes of it. */
export interface Outcome {
  readonly fate: Fate;
  readonly file: string;
  readonly line?: number;
  readonly why?: string;
  readonly repaired?: string;
  readonly run?: OutcomeRun;
}

/** A run in short. */
export interface OutcomeRun {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly startedAt: string;
  readonly durationS: number;
  /** At the wall. */
  readonly energy: WrittenEstimate;
  readonly carbon: WrittenEstimate;
  /** Whether it is a part of another and not summed. */
  readonly isNested: boolean;
}
