import { openBook } from '../../book/book.io.ts';
import type { IndexRow } from '../../book/index-row.ts';
import type { Host } from '../../host/host.ts';
import type { Estimate } from '../../units/estimate.ts';
import type { TodayReading } from './reading.ts';

/** A listing of a large book costs more than a frame: it is asked for this seldom, s. */
const EVERY_S = 60;

/** What the runs of the book that have begun today have used; looked up once a minute. */
export class BookToday {
  readonly #host: Host;
  readonly #book: string | undefined;
  #atS = Number.NEGATIVE_INFINITY;
  #today: TodayReading | undefined;

  constructor(host: Host, book: string | undefined) {
    this.#host = host;
    this.#book = book;
  }

  /** Undefined where there is no book, or it cannot be read: this is no reason to show nothing of the machine. */
  look(nowS: number): TodayReading | undefined {
    if (nowS - this.#atS < EVERY_S) return this.#today;
    this.#atS = nowS;
    const book = openBook(this.#host, this.#book === undefined ? {} : { book: this.#book });
    const listing = book.ok ? book.value.list({ filter: 'start>=today', forTotal: true }) : undefined;
    this.#today = listing?.ok === true ? todayOf(listing.value.rows) : undefined;
    return this.#today;
  }
}

function todayOf(rows: readonly IndexRow[]): TodayReading {
  const roots = rows.filter(({ parentId }) => parentId === null);
  return {
    runs: roots.length,
    energy: together(roots.map((row) => [row.energyJ, row.energyLowJ, row.energyHighJ])),
    carbon: together(roots.map((row) => [row.co2G, row.co2LowG, row.co2HighG])),
  };
}

/** Their sources are not in a listing: taken as shared, so that the ends add. A run whose value is not known leaves only bounds. */
function together(
  terms: readonly (readonly [value: number | null, low: number | null, high: number | null])[],
): Estimate {
  let value: number | null = 0;
  let low = 0;
  let high: number | null = 0;
  for (const [v, l, h] of terms) {
    value = value === null || v === null ? null : value + v;
    low += l ?? v ?? 0;
    const end = h ?? v;
    high = high === null || end === null ? null : high + end;
  }
  if (value !== null && value === low && value === high) return { value, errors: {} };
  return { value, errors: {}, low, ...(high === null ? {} : { high }) };
}
