import type { IndexRow } from '../../book/index-row.ts';
import { summable } from '../../book/summable.ts';
import type { Calendar, Day } from '../budget/calendar.ts';
import { before, type Period } from './period.ts';

/** What the root runs of a stretch of time used. */
export interface Sums {
  readonly runs: number;
  /** J, of the runs whose energy is known. */
  readonly energyJ: number;
  readonly unknown: number;
  /** g, of the runs whose carbon is known; null where that is none. */
  readonly co2G: number | null;
  readonly co2Unknown: number;
  /** Kinds of intensity: of more than one the carbon is no sum to be quoted. */
  readonly kinds: readonly string[];
  /** Of the runs whose cost is known, in the currency of the most of them; null where that is none. */
  readonly cost: number | null;
  readonly costUnknown: number;
  readonly currency: string | null;
  /** Other currencies, and how many runs have a cost in them, which is in no sum. */
  readonly otherCurrencies: readonly string[];
  readonly costElsewhere: number;
  /** Energy by grade, J. */
  readonly grades: Readonly<Record<string, number>>;
}

/** Energy of a day by component, J; a run counts on the day on which it began. `restJ` is not told apart. */
export interface DaySums {
  readonly date: string;
  readonly fromMs: number;
  readonly runs: number;
  readonly energyJ: number;
  readonly gpuJ: number;
  readonly cpuJ: number;
  readonly ramJ: number;
  readonly otherJ: number;
  readonly restJ: number;
  readonly co2G: number;
  readonly cost: number;
}

/** A day of the calendar. Energy in J. */
export type YearDay = Pick<DaySums, 'date' | 'runs' | 'energyJ'>;

/** A run that is alive. */
export type RunningRun = Pick<IndexRow, 'id' | 'name' | 'project' | 'startedMs' | 'energyJ'>;

/** What the first page shows. */
export interface Overview {
  readonly period: Period;
  readonly now: Sums;
  readonly before: Sums;
  /** Every day of the period, its cost in the currency of `now`. */
  readonly days: readonly DaySums[];
  /** The last 53 weeks, whatever the period; days without runs are left out. */
  readonly year: readonly YearDay[];
  readonly today: string;
  readonly running: readonly RunningRun[];
  /** Runs that match whatever the time. */
  readonly runs: number;
}

/** Longer periods are drawn by their last days; the sums are whole. */
export const MOST_DAYS = 366;
const YEAR_DAYS = 371;
const MOST_RUNNING = 20;

/** Adds up runs. Of runs and their parts only root runs count, of a sum and its parts only the sum. */
export function overviewOf(
  rows: readonly IndexRow[],
  period: Period,
  calendar: Calendar,
  nowMs: number,
): Overview {
  const roots = summable(rows);
  const within = ({ fromMs, toMs }: Period): readonly IndexRow[] =>
    roots.filter(({ startedMs }) => startedMs !== null && startedMs >= fromMs && startedMs < toMs);
  const own = within(period);
  const last = calendar.dayOf(period.toMs - 1);
  const days = [...calendar.daysBefore(period.toMs - 1, MOST_DAYS - 1), last].filter(
    ({ toMs }) => toMs > period.fromMs,
  );
  const today = calendar.dayOf(nowMs);
  const year = byDay(roots, [...calendar.daysBefore(nowMs, YEAR_DAYS - 1), today], null);
  const now = sumsOf(own);
  return {
    period,
    now,
    before: sumsOf(within(before(period))),
    days: byDay(own, days, now.currency),
    year: year.flatMap(({ date, runs, energyJ }) => (runs === 0 ? [] : [{ date, runs, energyJ }])),
    today: today.date,
    running: rows
      .filter(({ state, parentId }) => state === 'running' && parentId === null)
      .slice(0, MOST_RUNNING)
      .map(({ id, name, project, startedMs, energyJ }) => ({ id, name, project, startedMs, energyJ })),
    runs: rows.length,
  };
}

function sumsOf(roots: readonly IndexRow[]): Sums {
  const grades: Record<string, number> = {};
  let [energyJ, unknown] = [0, 0];
  for (const row of roots) {
    if (row.energyJ === null) unknown++;
    else {
      energyJ += row.energyJ;
      grades[row.grade] = (grades[row.grade] ?? 0) + row.energyJ;
    }
  }
  const co2 = roots.flatMap(({ co2G }) => co2G ?? []);
  return {
    runs: roots.length,
    energyJ,
    unknown,
    co2G: co2.length === 0 ? null : total(co2),
    co2Unknown: roots.length - co2.length,
    kinds: [...new Set(roots.flatMap(({ co2Kind }) => co2Kind ?? []))].toSorted(),
    ...moneyOf(roots),
    grades,
  };
}

function moneyOf(
  roots: readonly IndexRow[],
): Pick<Sums, 'cost' | 'costUnknown' | 'currency' | 'otherCurrencies' | 'costElsewhere'> {
  const costs = new Map<string, number[]>();
  for (const { cost, currency } of roots) {
    if (cost === null) continue;
    const some = costs.get(currency ?? '') ?? [];
    some.push(cost);
    costs.set(currency ?? '', some);
  }
  const [most, ...others] = [...costs].toSorted(
    ([a, many], [b, more]) => more.length - many.length || (a < b ? -1 : 1),
  );
  const priced = [...costs.values()].reduce((sum, some) => sum + some.length, 0);
  return {
    cost: most === undefined ? null : total(most[1]),
    costUnknown: roots.length - priced,
    currency: most?.[0] ?? null,
    otherCurrencies: others.map(([currency]) => currency).toSorted(),
    costElsewhere: priced - (most?.[1].length ?? 0),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** @param days in order, each beginning where the one before ends. */
function byDay(
  roots: readonly IndexRow[],
  days: readonly Day[],
  currency: string | null,
): readonly DaySums[] {
  const sums = days.map(({ date, fromMs }) => ({
    date,
    fromMs,
    runs: 0,
    energyJ: 0,
    gpuJ: 0,
    cpuJ: 0,
    ramJ: 0,
    otherJ: 0,
    restJ: 0,
    co2G: 0,
    cost: 0,
  }));
  for (const row of roots) {
    const sum = sums[dayAt(days, row.startedMs)];
    if (sum === undefined) continue;
    sum.runs++;
    sum.co2G += row.co2G ?? 0;
    if (row.currency === currency) sum.cost += row.cost ?? 0;
    if (row.energyJ === null) continue;
    sum.energyJ += row.energyJ;
    const { gpuJ, cpuJ, ramJ, otherJ } = row;
    if (gpuJ === null || cpuJ === null || ramJ === null || otherJ === null) {
      sum.restJ += row.energyJ;
      continue;
    }
    sum.gpuJ += gpuJ;
    sum.cpuJ += cpuJ;
    sum.ramJ += ramJ;
    sum.otherJ += otherJ;
  }
  return sums;
}

/** The place of the day in which a moment lies; -1 where none of them is. */
function dayAt(days: readonly Day[], ms: number | null): number {
  if (ms === null) return -1;
  let [low, high] = [0, days.length - 1];
  while (low <= high) {
    const at = (low + high) >> 1;
    const day = days[at];
    if (day === undefined) return -1;
    if (ms < day.fromMs) high = at - 1;
    else if (ms >= day.toMs) low = at + 1;
    else return at;
  }
  return -1;
}
