import type { Book } from '../../book/book.io.ts';
import { literal } from '../../book/filter-ast.ts';
import type { IndexRow } from '../../book/index-row.ts';
import { finishedIn } from '../../book/run-ref.ts';
import { type Problem, problem } from '../../errors.ts';
import { BUDGET_KINDS, type BudgetKind } from '../../report/budget/budget.ts';
import type { Calendar, Day, Month } from '../../report/budget/calendar.ts';
import { type ExpectedRun, expectedRun } from '../../report/budget/expected-run.ts';
import { spendingOfRun } from '../../report/budget/spending-of-run.ts';
import { countedRuns } from '../../report/budget/spent.ts';
import type { MonthFacts } from '../../report/budget/standing.ts';
import { monthRuns, type MonthRuns } from './month-runs.io.ts';

/** The pace of a month is taken from so many whole days before today. */
const PACE_DAYS = 28;
/** How many earlier runs of a command are looked at. */
const MOST_BEFORE = 20;

/** What a book knows of a month. */
export interface BookMonth {
  readonly book: Book | undefined;
  readonly runs: MonthRuns;
  readonly daysBefore: readonly Day[];
  readonly month: Month;
  readonly nowMs: number;
  readonly currency: string;
}

const NO_RUNS: MonthRuns = { rows: [], timed: [], problems: [] };

/** Reads what is needed of a month from a book; of no book where there is none yet. */
export function bookMonth(
  book: Book | undefined,
  calendar: Calendar,
  month: Month,
  nowMs: number,
  currency: string,
): BookMonth {
  const before = calendar.daysBefore(nowMs, PACE_DAYS);
  const fromMs = Math.min(month.fromMs, before[0]?.fromMs ?? nowMs);
  const runs =
    book === undefined
      ? NO_RUNS
      : monthRuns(book, { fromMs, toMs: month.toMs }, [month.fromMs, month.toMs], nowMs);
  const oldest = book === undefined ? undefined : oldestStart(book);
  const daysBefore = before.filter(({ toMs }) => oldest !== undefined && toMs > oldest);
  return { book, runs, daysBefore, month, nowMs, currency };
}

/** The facts of one budget: of its project, or of all runs. */
export function budgetFacts(
  { book, runs, daysBefore, month, nowMs, currency }: BookMonth,
  project: string | null,
): MonthFacts {
  const counted = new Set(countedRuns(runs.rows, project).map(({ id }) => id));
  const timed = runs.timed.filter(([{ id }]) => counted.has(id));
  const alive = runs.rows
    .filter(({ id, state }) => state === 'running' && counted.has(id))
    .map((row) => [row, book === undefined ? [] : before(book, row.project, row.command)] as const);
  const yetToCome = (kind: BudgetKind): number =>
    alive.reduce((sum, [row, earlier]) => {
      const expected = expectedRun(earlier, kind, currency)?.median ?? 0;
      return sum + Math.max(0, expected - (spendingOfRun(row, kind, currency).value ?? 0));
    }, 0);
  const inFlight = {
    energy: yetToCome('energy'),
    carbon: yetToCome('carbon'),
    cost: yetToCome('cost'),
  };
  return { month, nowMs, currency, daysBefore, runs: timed, inFlight };
}

/** What a run of this command is expected to use, of each kind that is known. */
export function expectedOf(
  book: Book,
  project: string,
  command: string,
  currency: string,
): Readonly<Partial<Record<BudgetKind, ExpectedRun>>> {
  const rows = before(book, project, command);
  return Object.fromEntries(
    BUDGET_KINDS.flatMap((kind) => {
      const expected = expectedRun(rows, kind, currency);
      return expected === undefined ? [] : [[kind, expected]];
    }),
  );
}

/** What could not be read counts in no budget, and is said. */
export function unreadProblem({ runs }: BookMonth): Problem | undefined {
  const unread = runs.problems.filter(({ code }) => code !== 'E_INDEX');
  const [first] = unread;
  if (first === undefined) return undefined;
  const many = unread.length === 1 ? '1 run of the book' : `${unread.length} runs of the book`;
  return problem(
    'E_BOOK_READ',
    `${many} cannot be read and ${unread.length === 1 ? 'counts' : 'count'} in no budget`,
    unread.map(({ what }) => what).join('\n'),
    first.fix,
  );
}

/** The newest good runs of a command. */
function before(book: Book, project: string, command: string): readonly IndexRow[] {
  if (command === '') return [];
  const isSame = { op: 'like', on: { field: 'command' }, pattern: literal(command) } as const;
  const where = { op: 'and', of: [finishedIn(project), isSame] } as const;
  return book.query({ where, sort: [], limit: MOST_BEFORE }).rows;
}

function oldestStart(book: Book): number | undefined {
  const sort = [{ by: { field: 'start' }, descending: false }] as const;
  const { rows } = book.query({ where: { op: 'and', of: [] }, sort, limit: 1 });
  return rows[0]?.startedMs ?? undefined;
}
