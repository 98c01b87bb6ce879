import type { Cause } from '../../../src/report/waste/cause.ts';
import type { Savings } from '../../../src/report/waste/savings.ts';
import type { Amounts } from '../../../src/report/waste/amounts.ts';
import type { Recommendation } from '../../../src/report/waste/recommend.ts';

/** All that one cause took. */
export interface CauseData extends Amounts {
  readonly cause: Cause;
  readonly meaning: string;
  readonly runs: number;
}

/** What one cause took of one run. */
export interface ItemData extends Amounts {
  readonly run: string;
  readonly name: string;
  readonly project: string;
  readonly cause: Cause;
  readonly part: number;
  readonly evidence: string;
  /** Id of the run that it is told by. */
  readonly because: string | null;
}

/** A recommendation that was set aside. */
export interface AsideData extends Recommendation {
  readonly dismissedAt: string | null;
  readonly reason: string;
}

/** The answer of `/waste`: the data of `joulebook.waste/1`. */
export interface WasteData {
  readonly runs: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly total: Amounts;
  readonly useful: Amounts;
  readonly running: Amounts & { readonly runs: number };
  readonly causes: readonly CauseData[];
  readonly itemsTotal: number;
  readonly items: readonly ItemData[];
  readonly recommendations: readonly Recommendation[];
  readonly dismissed: readonly AsideData[];
  readonly savings: Savings | null;
  readonly unknownRuns: readonly string[];
}
