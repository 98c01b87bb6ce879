import type { Book } from '../../book/book.io.ts';
import { type Condition, EVERYTHING, literal } from '../../book/filter-ast.ts';
import type { IndexRow } from '../../book/index-row.ts';
import { finishedIn } from '../../book/run-ref.ts';
import { isSample, REAL_RUNS } from '../../book/sample-runs.ts';
import { listRuns } from '../../book/run-set.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { BUDGET_KINDS, type BudgetKind } from '../../report/budget/budget.ts';
import type { Calendar, Day, Month } from '../../report/budget/calendar.ts';
import { type ExpectedRun, expectedRun } from '../../report/budget/expected-run.ts';
import type { MonthFacts } from '../../report/budget/standing.ts';
import { type YetToCome, yetToCome } from '../../report/budget/yet-to-come.ts';
import { countedIn } from './counted-in.ts';
import { monthRuns, type MonthRuns } from './month-runs.io.ts';

/** The pace of a month is taken from so many whole days before today. */
const PACE_DAYS = 28;
/** How many earlier runs of a command are looked at. */
const MOST_BEFORE = 20;

/** What a book knows of a month. */
export interface BookMonth {
  readonly book: Book | undefined;
  readonly runs: MonthRuns;
  /** Runs of the sample that stand beside real ones: in no budget but one of their own project. */
  readonly besides: ReadonlySet<string>;
  readonly daysBefore: readonly Day[];
  readonly month: Month;
  readonly nowMs: number;
  readonly currency: string;
}

const NO_RUNS: MonthRuns = { rows: [], timed: [], problems: [] };

/**
 * Reads what is needed of a month from a book; of no book where there is none yet. Where the book has real runs, or one is about to begin, the sample's do not
 * count.
 */
export function bookMonth(
  book: Book | undefined,
  calendar: Calendar,
  month: Month,
  nowMs: number,
  currency: string,
  { isAboutToBegin = false }: { readonly isAboutToBegin?: boolean } = {},
): BookMonth {
  const before = calendar.daysBefore(nowMs, PACE_DAYS);
  const fromMs = Math.min(month.fromMs, before[0]?.fromMs ?? nowMs);
  const runs =
    book === undefined
      ? NO_RUNS
      : monthRuns(book, { fromMs, toMs: month.toMs }, [month.fromMs, month.toMs], nowMs);
  const sample = runs.rows.filter(isSample);
  const oldestOf = (where: Condition): IndexRow | undefined =>
    book === undefined ? undefined : oldest(book, where);
  const firstReal = sample.length === 0 ? undefined : oldestOf(REAL_RUNS);
  const isBeside = sample.length > 0 && (isAboutToBegin || firstReal !== undefined);
  const besides = new Set(isBeside ? sample.map(({ id }) => id) : []);
  const oldestMs = (isBeside ? firstReal : oldestOf(EVERYTHING.where))?.startedMs ?? undefined;
  const daysBefore = before.filter(({ toMs }) => oldestMs !== undefined && toMs > oldestMs);
  return { book, runs, besides, daysBefore, month, nowMs, currency };
}

/** The facts of one budget: of its project, or of all runs. */
export function budgetFacts(
  { book, runs, besides, daysBefore, month, nowMs, currency }: BookMonth,
  project: string | null,
): MonthFacts {
  const counted = countedIn({ runs, besides }, project);
  const timed = runs.timed.filter(([{ id }]) => counted.has(id));
  const alive = runs.rows
    .filter(({ id, state }) => state === 'running' && counted.has(id))
    .map((row) => [row, book === undefined ? [] : before(book, row.project, row.command)] as const);
  const time = { currency, nowMs, untilMs: month.toMs };
  const ahead = (kind: BudgetKind): readonly YetToCome[] =>
    alive.map(([row, earlier]) => yetToCome(row, earlier, kind, time));
  const sums = (of: (one: YetToCome) => number): Record<BudgetKind, number> => {
    const sum = (kind: BudgetKind): number => ahead(kind).reduce((all, one) => all + of(one), 0);
    return { energy: sum('energy'), carbon: sum('carbon'), cost: sum('cost') };
  };
  const inFlight = sums(({ value }) => value);
  const inFlightAssumed = sums(({ value, isAssumed }) => (isAssumed ? value : 0));
  return { month, nowMs, currency, daysBefore, runs: timed, inFlight, inFlightAssumed };
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

/** Whether a folder of the book cannot be listed: how many runs it has, and what they used, nobody can tell then. */
export function isBlind({ book, nowMs }: BookMonth): boolean {
  return book !== undefined && listRuns(book.dir, nowMs).problems.length > 0;
}

/** The newest good runs of a command. */
function before(book: Book, project: string, command: string): readonly IndexRow[] {
  if (command === '') return [];
  const isSame = { op: 'like', on: { field: 'command' }, pattern: literal(command) } as const;
  const where = { op: 'and', of: [finishedIn(project), isSame] } as const;
  return book.query({ where, sort: [], limit: MOST_BEFORE }).rows;
}

function oldest(book: Book, where: Condition): IndexRow | undefined {
  const sort = [{ by: { field: 'start' }, descending: false }] as const;
  return book.query({ where, sort, limit: 1 }).rows[0];
}
