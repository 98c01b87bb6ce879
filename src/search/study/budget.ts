/** What a search may spend; the first limit that is reached ends it. */
export interface Budget {
  /** Joules, of all trials and of the engine. */
  readonly energy?: number;
  /** Grams of CO2e. */
  readonly carbon?: number;
  /** In the currency of the price that is configured. */
  readonly cost?: number;
  /** Seconds in which the search was at work, over all its sessions. */
  readonly time?: number;
  /** Trials started; a retry is no new one. */
  readonly trials?: number;
}

/** The kinds of limits, in the order in which one is named where several are reached at once. */
export const BUDGET_KINDS = ['energy', 'carbon', 'cost', 'time', 'trials'] as const;

/** A kind of limit. */
export type BudgetKind = (typeof BUDGET_KINDS)[number];

/** What was spent so far, in the units of {@link Budget}. */
export type Spending = Readonly<Record<BudgetKind, number>>;

/** Beyond this part of the budget running trials are ended. */
export const HARD_STOP = 1.05;

/** The part of the budget that is kept to finish the configuration that will be recommended. */
export const RESERVE = 0.1;

/** How much of the budget is spent: the limit that is nearest, and which part of it is used (1 where it is reached). */
export interface BudgetUse {
  readonly kind: BudgetKind | undefined;
  readonly part: number;
}

/** @returns the limit that is nearest; no kind and part 0 where there is no limit. */
export function budgetUse(budget: Budget, spending: Spending): BudgetUse {
  let use: BudgetUse = { kind: undefined, part: 0 };
  for (const kind of BUDGET_KINDS) {
    const limit = budget[kind];
    if (limit === undefined) continue;
    const part = limit > 0 ? spending[kind] / limit : 1;
    if (use.kind === undefined || part > use.part) use = { kind, part };
  }
  return use;
}

/** @returns what ended a search that has used up a limit, as a sentence without a full stop. */
export function spentText(kind: BudgetKind): string {
  return kind === 'trials' ? 'all its trials have been tried' : `its budget of ${kind} is spent`;
}
