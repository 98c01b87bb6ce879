import { type Problem, problem } from '../../errors.ts';
import type { PrintOptions } from '../../units/format.ts';
import { amountText } from './amount-text.ts';
import type { Budget, BudgetKind } from './budget.ts';
import type { ExpectedRun } from './expected-run.ts';
import type { Spent } from './spent.ts';
import type { BudgetStanding, KindStanding } from './standing.ts';

/** What a budget says to a run that is about to begin. */
export interface BudgetVerdict {
  /** It is not to begin. */
  readonly refused?: Problem;
  readonly warnings: readonly Problem[];
}

/** How a verdict is told. */
export interface VerdictLook extends PrintOptions {
  readonly currency: string;
  /** `2026-11`. */
  readonly month: string;
}

/**
 * Whether a run may begin. It may not where a budget is enforced and what is used, with what is in flight by what earlier runs took, has reached it, or even
 * the cheapest run of the same command would go beyond. What will be passed by the usual run of the command, by runs that are alive if they go on, or by the
 * forecast of the month, is a warning.
 */
export function verdictOf(
  { budget, kinds }: BudgetStanding,
  expected: Readonly<Partial<Record<BudgetKind, ExpectedRun>>>,
  look: VerdictLook,
): BudgetVerdict {
  const warnings: Problem[] = [];
  for (const standing of kinds) {
    const { limit, kind } = standing;
    if (limit === null) continue;
    const told = tellOne(budget, standing, limit, expected[kind], look);
    if (told === undefined) continue;
    if (told.isCertain && budget.enforce) return { refused: refusal(told.problem, budget), warnings };
    warnings.push(told.problem);
  }
  return { warnings };
}

/** The first of what there is to say, the surest first. */
function tellOne(
  budget: Budget,
  { kind, spent, inFlight, inFlightAssumed, state, forecast, passedOn }: KindStanding,
  limit: number,
  expected: ExpectedRun | undefined,
  look: VerdictLook,
): { readonly problem: Problem; readonly isCertain: boolean } | undefined {
  const text = (amount: number): string => amountText(amount, kind, look);
  const name = nameOf(budget, kind, look.month);
  const committed = spent.value + inFlight;
  const surely = committed - inFlightAssumed;
  const alive = inFlight > 0 ? ` and runs that are alive will use another ${text(inFlight)}` : '';
  const say = (what: string, why: string | undefined): Problem =>
    problem('E_BUDGET', what, why, fixFor(budget, kind));
  if (state === 'passed')
    return {
      problem: say(`${name} is used up: ${text(spent.value)} of ${text(limit)}`, knownText(spent, text)),
      isCertain: true,
    };
  if (committed >= limit)
    return {
      problem: say(
        `${name} will be used up by what is running`,
        `${text(spent.value)} of ${text(limit)} are used${alive}${inFlightAssumed > 0 ? ', if they last as long again as they have' : ''}.`,
      ),
      isCertain: surely >= limit,
    };
  if (expected !== undefined && committed + expected.median > limit) {
    const why = `${text(limit - committed)} of ${text(limit)} are left; ${expected.runs} runs of this command took ${text(expected.median)} each (median), ${text(expected.least)} at least.`;
    return {
      problem: say(`this run will go beyond ${name}`, why),
      isCertain: surely + expected.least > limit,
    };
  }
  if (state !== 'passing' || forecast === null) return undefined;
  const when = passedOn === null ? '' : ` on ${passedOn}`;
  const why = `${text(spent.value)} of ${text(limit)} are used${alive}; at the pace of the last weeks the month comes to ${text(forecast.value)} (${text(forecast.low)} to ${text(forecast.high)}).`;
  return { problem: say(`${name} will be passed${when}`, why), isCertain: false };
}

function knownText({ low, high, unknownRuns }: Spent, text: (amount: number) => string): string | undefined {
  if (high === 0 && unknownRuns === 0) return undefined;
  const runs = unknownRuns === 1 ? '1 run' : `${unknownRuns} runs`;
  const known = `Between ${text(low)} and ${text(high)} with the errors of measuring.`;
  return unknownRuns === 0 ? known : `${known} Of ${runs} it is not known.`;
}

/** `the energy budget of 2026-11`, `the carbon budget of bert-fr of 2026-11`. */
function nameOf({ project }: Budget, kind: BudgetKind, month: string): string {
  return `the ${kind} budget of ${project === null ? '' : `${project} for `}${month}`;
}

function fixFor({ project }: Budget, kind: BudgetKind): string {
  const key = project === null ? `budget.${kind}` : `budget.projects.${project}.${kind}`;
  return `\`joulebook budget\` shows the month; ${key} in joulebook.yaml sets it.`;
}

function refusal({ what, why, fix }: Problem, { project }: Budget): Problem {
  const key = project === null ? 'budget.enforce' : `enforce of ${project}`;
  return problem(
    'E_BUDGET',
    `not started: ${what}`,
    why,
    `${fix ?? ''} It is refused because of ${key}: true.`,
  );
}
