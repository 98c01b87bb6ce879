import type { ErrorSources } from './estimate.ts';

/** How good a figure is: A counter or meter, B model from utilisation, C assumed constant, D imported. */
export type Grade = 'A' | 'B' | 'C' | 'D';

/** A number with where it comes from. */
export interface Sourced {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly errors: ErrorSources;
  /** Id of the row in `data/` or the option that set it. */
  readonly id: string;
  readonly source: string;
  readonly year?: number;
  readonly licence?: string;
  readonly url?: string;
  /** Grade of a constant that was assumed rather than known. */
  readonly grade?: Grade;
  readonly note?: string;
}
