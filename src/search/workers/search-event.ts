import type { StopReason } from '../stoppers/stopper.ts';
import type { Fate } from '../study/outcome.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import type { Problem } from '../../errors.ts';
import type { Hold, Release } from './clean-hours.ts';
import type { TrialEnd } from '../trial/trial-task.ts';

/** What happens while a search works, for whoever shows it. */
export type SearchEvent =
  | { readonly k: 'started'; readonly trial: TrialRecord; readonly resumed: boolean; readonly gpu?: string }
  | {
      readonly k: 'reported';
      readonly trial: TrialRecord;
      readonly resource: number;
      /** Nothing that the study had seen before was as good. */
      readonly isGain: boolean;
    }
  /** The stopper has decided against a trial, which is being ended. */
  | { readonly k: 'sentenced'; readonly trial: TrialRecord; readonly reason: StopReason }
  | { readonly k: 'ended'; readonly trial: TrialRecord; readonly fate: Fate; readonly end: TrialEnd }
  /** A word of a trial's output. */
  | { readonly k: 'line'; readonly trial: number; readonly text: string }
  | { readonly k: 'waiting'; readonly forS: number }
  /** The grid's electricity is dirty: no trial is begun; and why one may be again. */
  | { readonly k: 'held'; readonly hold: Hold }
  | { readonly k: 'released'; readonly why: Release }
  | { readonly k: 'warning'; readonly warning: Problem };

/** Takes in what happens. */
export type TellSearch = (event: SearchEvent) => void;

/** How a search has come to its end in this session. */
export interface SearchClose {
  /**
   * `over`: the study is; `interrupted`: the user ended it, it can go on; `failing`: its trials come to nothing; `broken`: the book cannot
   * be written.
   */
  readonly how: 'over' | 'interrupted' | 'failing' | 'broken';
  readonly problem?: Problem;
}
