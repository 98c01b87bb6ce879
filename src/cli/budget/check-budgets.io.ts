import { type Problem, problem } from '../../errors.ts';
import type { Budget } from '../../report/budget/budget.ts';
import { standingOf } from '../../report/budget/standing.ts';
import { verdictOf } from '../../report/budget/verdict.ts';
import type { CliContext } from '../context.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import { currencyOf } from '../run/price-of.ts';
import { printOptions } from '../views/look.ts';
import { bookMonth, budgetFacts, expectedOf, isBlind, unreadProblem } from './budget-facts.io.ts';
import type { AboutToBegin } from './about-to-begin.ts';
import { calendarOf } from './calendar-of.ts';

/** Looks at the month and says what its budgets mean for a run that is about to begin. @returns why it may not. */
export function checkBudgets(
  context: CliContext,
  budgets: readonly Budget[],
  { book: path, project, command, isRunning }: AboutToBegin,
): Problem | undefined {
  const calendar = calendarOf(context.config);
  if (!calendar.ok) return calendar.error;
  const opened = openCliBook(context, { book: path });
  const isEnforced = isRunning !== true && budgets.some(({ enforce }) => enforce);
  if (!opened.ok && opened.error.code !== 'E_NO_BOOK') {
    if (isEnforced) return unreadRefusal(opened.error);
    context.warn(problem('E_BUDGET', 'the budgets are not looked at', opened.error.what, opened.error.fix));
    return undefined;
  }
  const book = opened.ok ? opened.value : undefined;
  const nowMs = context.host.clock.wallMs();
  const currency = currencyOf(context);
  const month = bookMonth(book, calendar.value, calendar.value.monthOf(nowMs), nowMs, currency, {
    isAboutToBegin: true,
  });
  const unread = unreadProblem(month);
  if (unread !== undefined && isEnforced && isBlind(month)) return unreadRefusal(unread);
  if (unread !== undefined) context.warn(unread);
  const expected = book === undefined ? {} : expectedOf(book, project, command.join(' '), currency);
  const look = { ...printOptions(lookOf(context, {})), currency, month: month.month.key };
  for (const asSet of budgets) {
    const budget = isRunning === true ? { ...asSet, enforce: false } : asSet;
    const verdict = verdictOf(standingOf(budget, budgetFacts(month, budget.project)), expected, look);
    for (const warning of verdict.warnings) context.warn(warning);
    if (verdict.refused !== undefined) return verdict.refused;
  }
  return undefined;
}

/** What is enforced must not be passed because nobody could look: what was used is not known, so nothing more begins. */
function unreadRefusal({ what, why, fix }: Problem): Problem {
  return problem(
    'E_BUDGET',
    `not started: what this month's budgets have left cannot be told: ${what}`,
    why,
    `${fix ?? 'Mend the book.'} It is refused because of budget.enforce: true; JOULEBOOK_BUDGET_ENFORCE=false lets one command pass.`,
  );
}
