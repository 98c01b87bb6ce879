import type { Month } from '../../report/budget/calendar.ts';
import type { BudgetKind } from '../../report/budget/budget.ts';
import type { BudgetStanding, KindStanding } from '../../report/budget/standing.ts';

/** The data of `joulebook.budget/1`. */
export function budgetJson(
  standings: readonly BudgetStanding[],
  {
    month,
    nowMs,
    currency,
    zone,
  }: {
    readonly month: Month;
    readonly nowMs: number;
    readonly currency: string;
    readonly zone: string | undefined;
  },
): unknown {
  const today = month.days.findIndex(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
  return {
    month: {
      key: month.key,
      from: new Date(month.fromMs).toISOString(),
      to: new Date(month.toMs).toISOString(),
      days: month.days.length,
      day: today < 0 ? null : today + 1,
      timeZone: zone ?? null,
    },
    budgets: standings.map(({ budget, kinds }) => ({
      project: budget.project,
      enforce: budget.enforce,
      kinds: kinds.map((kind) => kindJson(kind, currency)),
    })),
  };
}

function kindJson(
  { kind, limit, spent, inFlight, inFlightAssumed, byDay, perDay, forecast, state, passedOn }: KindStanding,
  currency: string,
): unknown {
  const { unknownRuns, ...figure } = spent;
  return {
    kind,
    unit: unitOf(kind, currency),
    limit,
    spent: figure,
    unknownRuns,
    inFlight,
    inFlightAssumed,
    left: limit === null ? null : limit - spent.value,
    perDay,
    forecast,
    state,
    passedOn,
    days: byDay,
  };
}

function unitOf(kind: BudgetKind, currency: string): string {
  return { energy: 'J', carbon: 'g', cost: currency }[kind];
}
