import type { Book } from '../../book/book.io.ts';
import type { Condition } from '../../book/filter-ast.ts';
import { literal } from '../../book/filter-ast.ts';
import type { IndexRow } from '../../book/index-row.ts';
import type { Problem } from '../../errors.ts';
import type { Day } from '../../report/budget/calendar.ts';
import { evenProfile, type Profile } from '../../report/budget/run-time.ts';
import type { Timed } from '../../report/budget/spent.ts';

/** How finely the power of a run over a border is looked at. */
const BUCKETS = 512;

/** The runs of some time, with when they used their energy. */
export interface MonthRuns {
  readonly rows: readonly IndexRow[];
  readonly timed: Timed;
  readonly problems: readonly Problem[];
}

/**
 * Runs that used energy between two moments. One that crosses one of the borders is divided by its power over time, the others evenly.
 *
 * @param borders moments at which runs are divided, ms since 1970.
 */
export function monthRuns(
  book: Book,
  time: Pick<Day, 'fromMs' | 'toMs'>,
  borders: readonly number[],
  nowMs: number,
): MonthRuns {
  const { rows, problems } = book.query({ where: within(time), sort: [] });
  const timed = rows.map((row) => [row, profileOf(book, row, borders, nowMs)] as const);
  return { rows, timed, problems };
}

/** Alive, or over after the beginning; and begun before the end. */
function within({ fromMs, toMs }: Pick<Day, 'fromMs' | 'toMs'>): Condition {
  const isLater: Condition = {
    op: 'or',
    of: [
      { op: 'compare', on: { field: 'end' }, with: '>=', value: fromMs },
      { op: 'compare', on: { field: 'start' }, with: '>=', value: fromMs },
      { op: 'like', on: { field: 'state' }, pattern: literal('running') },
    ],
  };
  return {
    op: 'and',
    of: [isLater, { op: 'compare', on: { field: 'start' }, with: '<', value: toMs }],
  };
}

function profileOf(book: Book, row: IndexRow, borders: readonly number[], nowMs: number): Profile {
  const even = evenProfile(row, nowMs);
  const [{ fromMs, toMs } = { fromMs: 0, toMs: 0 }] = even;
  if (!borders.some((border) => fromMs < border && border < toMs)) return even;
  const series = book.power(row.id, { buckets: BUCKETS });
  if (!series.ok || row.startedMs === null) return even;
  const channel = series.value.channels.indexOf('attributed');
  const startMs = row.startedMs;
  const stretches = series.value.buckets.map(({ fromS, toS, mean }) => ({
    fromMs: startMs + fromS * 1000,
    toMs: startMs + toS * 1000,
    weight: Math.max(0, (mean[channel] ?? 0) * (toS - fromS)) || 0,
  }));
  return stretches.some(({ weight }) => weight > 0) ? stretches : even;
}
