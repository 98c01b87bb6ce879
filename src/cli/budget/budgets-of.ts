import { type Budget, BUDGET_KINDS, type BudgetKind } from '../../report/budget/budget.ts';
import type { ConfigKey } from '../config/config-keys.ts';
import type { Setting, Settings } from '../config/settings.ts';

/** The budgets of the settings: for all runs first, then for each project that has one. */
export function budgetsOf({ get, ofProjects }: Settings): readonly Budget[] {
  const enforce = get('budget.enforce').value === true;
  const all = { project: null, limits: limitsIn(get), enforce };
  const own = [...ofProjects].map(([project, settings]): Budget => {
    const stated = settings.get('budget.enforce')?.value;
    return {
      project,
      limits: limitsIn((key) => settings.get(key)),
      enforce: typeof stated === 'boolean' ? stated : enforce,
    };
  });
  return [all, ...own].filter(({ limits }) => Object.keys(limits).length > 0);
}

function limitsIn(
  get: (key: ConfigKey) => Setting | undefined,
): Readonly<Partial<Record<BudgetKind, number>>> {
  return Object.fromEntries(
    BUDGET_KINDS.flatMap((kind) => {
      const value = get(`budget.${kind}`)?.value;
      return typeof value === 'number' ? [[kind, value]] : [];
    }),
  );
}
