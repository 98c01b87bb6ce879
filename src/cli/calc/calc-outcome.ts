import type { CalcResult } from '../../calc/calc-result.ts';
import type { Sensitivity } from '../../calc/sensitivity.ts';
import type { GreenerLine } from './greener-view.ts';

/** A result with the places where the same energy would emit less. */
export interface CalcOutcome {
  readonly result: CalcResult;
  readonly greener: readonly GreenerLine[];
  /** What the result depends on, the most first. */
  readonly sensitivity: readonly Sensitivity[];
}
