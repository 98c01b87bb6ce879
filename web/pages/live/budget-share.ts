import { printEnergy } from '../../../src/units/format.ts';

/** An energy budget of this month that a run draws on. */
export interface BudgetShare {
  readonly name: string;
  readonly limitJ: number;
  readonly limitText: string;
}

/** What is needed of `joulebook budget --json`. */
export interface BudgetData {
  readonly budgets: readonly {
    readonly project: string | null;
    readonly kinds: readonly { readonly kind: string; readonly limit: number | null }[];
  }[];
}

/** The energy budgets that a project's runs draw on: its own, and that of all runs together. */
export function budgetsFor(data: BudgetData | undefined, project: string): readonly BudgetShare[] {
  return (data?.budgets ?? []).flatMap((budget) => {
    const limitJ = budget.kinds.find(({ kind }) => kind === 'energy')?.limit ?? null;
    if (limitJ === null || limitJ <= 0 || (budget.project !== null && budget.project !== project)) return [];
    const name = budget.project === null ? 'the month’s budget' : `the month’s budget of ${budget.project}`;
    return [{ name, limitJ, limitText: printEnergy(limitJ) }];
  });
}
