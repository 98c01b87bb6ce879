import type { Budget } from '../../report/budget/budget.ts';
import { standingOf } from '../../report/budget/standing.ts';
import { bookMonth, budgetFacts, unreadProblem } from '../budget/budget-facts.io.ts';
import { budgetJson } from '../budget/budget-json.ts';
import { budgetsOf } from '../budget/budgets-of.ts';
import { calendarOf } from '../budget/calendar-of.ts';
import { monthAsked } from '../budget/month-asked.ts';
import { unknownProject } from '../budget/unknown-project.io.ts';
import type { CliContext } from '../context.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import { currencyOf } from '../run/price-of.ts';
import { leftOutNote } from '../sample/left-out-note.ts';
import type { BUDGET } from '../spec/budget-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { mixedCarbon } from '../views/mixed-carbon.ts';
import { budgetView } from '../views/budget-view.ts';

const PASSED = 4;

/** `joulebook budget`: what is left of the budgets of a month, and how long it lasts. */
export async function run(context: CliContext, { options }: InputOf<typeof BUDGET>): Promise<number> {
  const calendar = calendarOf(context.config);
  if (!calendar.ok) return context.fail(calendar.error);
  const nowMs = context.host.clock.wallMs();
  const month = monthAsked(calendar.value, options.month, nowMs);
  if (!month.ok) return context.fail(month.error);
  const opened = openCliBook(context, options);
  if (!opened.ok && opened.error.code !== 'E_NO_BOOK') return context.fail(opened.error);
  const currency = currencyOf(context);
  const book = opened.ok ? opened.value : undefined;
  const facts = bookMonth(book, calendar.value, month.value, nowMs, currency);
  const unread = unreadProblem(facts);
  if (unread !== undefined) context.warn(unread);
  const set = budgetsOf(context.config).filter(
    ({ project }) => options.project === undefined || project === options.project,
  );
  const slip =
    book === undefined || options.project === undefined || set.length > 0
      ? undefined
      : unknownProject(book, options.project);
  if (slip !== undefined) context.warn(slip);
  const budgets = set.length > 0 ? set : [withoutLimit(options.project ?? null)];
  const standings = budgets.map((budget) => standingOf(budget, budgetFacts(facts, budget.project)));
  const isOfCarbon = standings.some(({ kinds }) => kinds.some(({ kind }) => kind === 'carbon'));
  const mixed = isOfCarbon ? mixedCarbon(facts.runs.rows) : undefined;
  if (mixed !== undefined) context.warn(mixed);
  const isPassed = standings.some(({ kinds }) => kinds.some(({ state }) => state === 'passed'));
  const exit = options.check && isPassed ? PASSED : 0;
  const about = { month: month.value, nowMs, currency, zone: context.config.get('budget.time-zone').text };
  if (context.json) {
    context.succeed(budgetJson(standings, about));
    return exit;
  }
  context.out(`${budgetView(standings, about, lookOf(context, options)).join('\n')}\n`);
  const isOfAll = standings.some(({ budget }) => budget.project === null);
  if (isOfAll && !context.quiet)
    for (const note of leftOutNote(facts.besides.size)) context.err(`${context.errStyle.dim(note)}\n`);
  if (set.length === 0 && !context.quiet) context.err(context.errStyle.dim(`${NO_BUDGET}\n`));
  return exit;
}

const NO_BUDGET = 'no budget is set: joulebook config set budget.energy "40 kWh"';

/** What was used is told where nothing is set as well. */
function withoutLimit(project: string | null): Budget {
  return { project, limits: {}, enforce: false };
}
