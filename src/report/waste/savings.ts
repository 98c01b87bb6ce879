import type { WrittenEstimate } from '../../units/estimate.ts';

/** What was never spent. It is in no total: there is nothing to take it from. */
export interface Savings {
  /** Results that came from the cache of pipelines, and what they once took. */
  readonly cache: {
    readonly hits: number;
    readonly energy: WrittenEstimate;
    readonly carbon: WrittenEstimate;
  };
  /** Trials that searches ended early, and what they would have gone on to take, J; without an interval where none is known. */
  readonly searches: {
    readonly studies: number;
    readonly trials: number;
    readonly energy: {
      readonly value: number;
      readonly low: number | null;
      readonly high: number | null;
      readonly unit: 'J';
    };
  };
}
