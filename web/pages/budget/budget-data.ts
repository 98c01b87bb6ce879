import type { BudgetKind } from '../../../src/report/budget/budget.ts';
import type { MonthForecast } from '../../../src/report/budget/month-forecast.ts';
import type { BudgetState } from '../../../src/report/budget/standing.ts';

/** One kind of one budget in one month. */
export interface KindData {
  readonly kind: BudgetKind;
  readonly unit: string;
  readonly limit: number | null;
  readonly spent: { readonly value: number; readonly low: number; readonly high: number };
  readonly unknownRuns: number;
  readonly inFlight: number;
  readonly inFlightAssumed: number;
  readonly left: number | null;
  readonly perDay: number | null;
  readonly forecast: MonthForecast | null;
  readonly state: BudgetState;
  readonly passedOn: string | null;
  readonly days: readonly { readonly date: string; readonly spent: number }[];
}

/** The answer of `/budget`: the data of `joulebook.budget/1`. */
export interface BudgetData {
  readonly month: {
    readonly key: string;
    readonly from: string;
    readonly to: string;
    readonly days: number;
    readonly day: number | null;
    readonly timeZone: string | null;
  };
  readonly budgets: readonly {
    readonly project: string | null;
    readonly enforce: boolean;
    readonly kinds: readonly KindData[];
  }[];
}

type Amounts = Readonly<Record<BudgetKind, number | null>>;

/** The answer of `/budget/month`. */
export interface MonthData {
  readonly currency: string;
  readonly projects: readonly ({ readonly project: string; readonly runs: number } & Amounts)[];
  readonly largest: readonly ({
    readonly id: string;
    readonly name: string;
    readonly project: string;
    readonly startedAt: string;
  } & Amounts)[];
  readonly commands: readonly ({
    readonly project: string;
    readonly command: string;
    readonly runs: number;
  } & Amounts)[];
}
