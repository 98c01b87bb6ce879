import { type Budget, BUDGET_KINDS, type BudgetKind } from './budget.ts';
import type { Day, Month } from './calendar.ts';
import { type MonthForecast, monthForecast } from './month-forecast.ts';
import { type Spent, spentBetween, type Timed } from './spent.ts';

/** Where a budget stands: `passed` already, `passing` by the forecast of the month, else `within`. */
export type BudgetState = 'within' | 'passing' | 'passed';

/** One kind of one budget in one month. */
export interface KindStanding {
  readonly kind: BudgetKind;
  /** null: none is set, and only what was used is told. */
  readonly limit: number | null;
  readonly spent: Spent;
  /** What runs that are alive will yet use. */
  readonly inFlight: number;
  /** The part of `inFlight` that no earlier run tells: the pace of the runs themselves. It is in the forecast, and refuses nothing. */
  readonly inFlightAssumed: number;
  /** Each day of the month that has begun, what it came to. */
  readonly byDay: readonly { readonly date: string; readonly spent: number }[];
  /** Mean of a day of the last four weeks; null where too few are known. */
  readonly perDay: number | null;
  readonly forecast: MonthForecast | null;
  readonly state: BudgetState;
  /** The day on which the forecast passes the limit; null where it does not. */
  readonly passedOn: string | null;
}

/** A budget in one month. */
export interface BudgetStanding {
  readonly budget: Budget;
  readonly kinds: readonly KindStanding[];
}

/** What the standing of a month is made from. */
export interface MonthFacts {
  readonly month: Month;
  readonly nowMs: number;
  readonly currency: string;
  /** The whole days before today from which the rate is taken, the oldest first. */
  readonly daysBefore: readonly Day[];
  /** Of the budget's project, or all. */
  readonly runs: Timed;
  /** What runs that are alive will yet use. */
  readonly inFlight: Readonly<Record<BudgetKind, number>>;
  /** The part of it that no earlier run tells. */
  readonly inFlightAssumed?: Readonly<Record<BudgetKind, number>>;
}

const DAY_MS = 86_400_000;

/** Where a budget stands. A kind without a limit is told too where none has one. */
export function standingOf(budget: Budget, facts: MonthFacts): BudgetStanding {
  const limited = BUDGET_KINDS.filter((kind) => budget.limits[kind] !== undefined);
  const kinds = limited.length > 0 ? limited : BUDGET_KINDS;
  return { budget, kinds: kinds.map((kind) => kindStanding(kind, budget.limits[kind] ?? null, facts)) };
}

function kindStanding(kind: BudgetKind, limit: number | null, facts: MonthFacts): KindStanding {
  const { month, nowMs, currency, runs, daysBefore } = facts;
  const used = (time: Pick<Day, 'fromMs' | 'toMs'>): Spent => spentBetween(runs, kind, currency, time);
  const spent = used(month);
  const isOver = nowMs >= month.toMs;
  const inFlight = isOver ? 0 : facts.inFlight[kind];
  const inFlightAssumed = isOver ? 0 : (facts.inFlightAssumed?.[kind] ?? 0);
  const rates = daysBefore.map((day) => used(day).value);
  const daysLeft = (month.toMs - nowMs) / DAY_MS;
  // Nothing is known of any run: that is not nothing.
  const isUnknown = spent.unknownRuns > 0 && spent.value === 0;
  const foretold =
    isOver || isUnknown ? undefined : monthForecast(rates, { spent: spent.value, inFlight, daysLeft });
  const perDay = foretold === undefined ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const isPassed = limit !== null && spent.value >= limit;
  const isPassing = limit !== null && (foretold?.value ?? spent.value + inFlight) > limit;
  return {
    kind,
    limit,
    spent,
    inFlight,
    inFlightAssumed,
    byDay: month.days
      .filter(({ fromMs }) => fromMs <= nowMs)
      .map((day) => ({ date: day.date, spent: used(day).value })),
    perDay,
    forecast: foretold ?? null,
    state: isPassed ? 'passed' : isPassing ? 'passing' : 'within',
    passedOn: isPassed || limit === null ? null : passedOn(limit - spent.value, perDay, month, nowMs),
  };
}

/** The day on which what is left is used up at this pace. */
function passedOn(left: number, perDay: number | null, { days, toMs }: Month, nowMs: number): string | null {
  if (perDay === null || perDay <= 0) return null;
  const atMs = nowMs + (left / perDay) * DAY_MS;
  return atMs >= toMs ? null : (days.find((day) => atMs < day.toMs)?.date ?? null);
}
