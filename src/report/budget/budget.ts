/** What a budget is of. Energy in J, carbon in g CO2e, cost in the currency of the settings. */
export const BUDGET_KINDS = ['energy', 'carbon', 'cost'] as const;

/** One of {@link BUDGET_KINDS}. */
export type BudgetKind = (typeof BUDGET_KINDS)[number];

/** What may be used in a calendar month. */
export interface Budget {
  /** The project that it is for; null: all runs of the book together. */
  readonly project: string | null;
  readonly limits: Readonly<Partial<Record<BudgetKind, number>>>;
  /** Whether what goes beyond it is refused. */
  readonly enforce: boolean;
}
