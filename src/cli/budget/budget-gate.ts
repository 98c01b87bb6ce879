import type { Problem } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import type { AboutToBegin } from './about-to-begin.ts';
import { budgetsOf } from './budgets-of.ts';

/**
 * Warns of budgets of this month that are used up or will be. Most books have none, and then nothing is loaded for it. A run inside another was
 * asked about when that one began.
 *
 * @returns why it may not begin.
 */
export async function budgetGate(context: CliContext, what: AboutToBegin): Promise<Problem | undefined> {
  const isInside = (context.host.env['JOULEBOOK_RUN'] ?? '') !== '';
  const budgets = budgetsOf(context.config).filter(
    ({ project }) => project === null || project === what.project,
  );
  if (budgets.length === 0 || isInside) return undefined;
  const { checkBudgets } = await import('./check-budgets.io.ts');
  return checkBudgets(context, budgets, what);
}
