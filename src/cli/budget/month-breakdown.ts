import type { IndexRow } from '../../book/index-row.ts';
import { BUDGET_KINDS, type BudgetKind } from '../../report/budget/budget.ts';
import { expectedRun } from '../../report/budget/expected-run.ts';
import type { Month } from '../../report/budget/calendar.ts';
import { spentBetween, type Timed } from '../../report/budget/spent.ts';
import { spendingOfRun } from '../../report/budget/spending-of-run.ts';
import { countedIn } from './counted-in.ts';

type Amounts = Readonly<Record<BudgetKind, number | null>>;

/** What a month is made of, beside its sums. */
export interface MonthBreakdown {
  /** Of each project in the month, the most energy first. */
  readonly projects: readonly ({ readonly project: string; readonly runs: number } & Amounts)[];
  /** The runs of the month that took most. */
  readonly largest: readonly ({
    readonly id: string;
    readonly name: string;
    readonly project: string;
    readonly startedAt: string;
    readonly state: string;
  } & Amounts)[];
  /** Commands that were run often enough to tell what the next run takes, those that take most first: the median of each kind. */
  readonly commands: readonly ({
    readonly project: string;
    readonly command: string;
    readonly runs: number;
  } & Amounts)[];
}

const MOST_RUNS = 12;
const MOST_COMMANDS = 20;

/** What it is made from. */
export interface BreakdownFacts {
  readonly runs: { readonly rows: readonly IndexRow[]; readonly timed: Timed };
  readonly besides: ReadonlySet<string>;
  readonly month: Month;
  readonly currency: string;
}

/** Divides a month among projects, and names what took most in it and what the next runs may take. */
export function monthBreakdown(
  { runs, besides, month, currency }: BreakdownFacts,
  project: string | null,
): MonthBreakdown {
  const counted = countedIn({ runs, besides }, project);
  const timed = runs.timed.filter(([{ id }]) => counted.has(id));
  const rows = runs.rows.filter(({ id }) => counted.has(id));
  const inMonth = rows.filter(
    ({ startedMs }) => startedMs !== null && startedMs >= month.fromMs && startedMs < month.toMs,
  );
  const names = [...new Set(rows.map((row) => row.project))];
  const projects = names.map((name) => {
    const own = timed.filter(([row]) => row.project === name);
    return {
      project: name,
      runs: inMonth.filter((row) => row.project === name).length,
      ...each((kind) => spentBetween(own, kind, currency, month).value),
    };
  });
  return {
    projects: projects.filter((one) => one.runs > 0 || (one.energy ?? 0) > 0).sort(byEnergy),
    largest: inMonth
      .toSorted((a, b) => (b.energyJ ?? 0) - (a.energyJ ?? 0))
      .slice(0, MOST_RUNS)
      .map((row) => ({
        id: row.id,
        name: row.name,
        project: row.project,
        startedAt: row.startedAt,
        state: row.state,
        ...each((kind) => spendingOfRun(row, kind, currency).value),
      })),
    commands: commandsOf(rows, currency).slice(0, MOST_COMMANDS),
  };
}

function commandsOf(rows: readonly IndexRow[], currency: string): MonthBreakdown['commands'] {
  const groups = new Map<string, IndexRow[]>();
  for (const row of rows) {
    if (row.state !== 'ok' || row.command === '') continue;
    const key = JSON.stringify([row.project, row.command]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined || expectedRun(group, 'energy', currency) === undefined) return [];
      const medians = each((kind) => expectedRun(group, kind, currency)?.median ?? null);
      return [{ project: first.project, command: first.command, runs: group.length, ...medians }];
    })
    .sort(byEnergy);
}

function each(value: (kind: BudgetKind) => number | null): Amounts {
  const of = (kind: BudgetKind): readonly [BudgetKind, number | null] => [kind, value(kind)];
  return Object.fromEntries(BUDGET_KINDS.map(of)) as Record<BudgetKind, number | null>;
}

function byEnergy(a: Pick<Amounts, 'energy'>, b: Pick<Amounts, 'energy'>): number {
  return (b.energy ?? 0) - (a.energy ?? 0);
}
