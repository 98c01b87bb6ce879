import type { Book } from '../../../book/book.io.ts';
import type { RunRecord } from '../../../book/run-record.ts';
import type { Problem } from '../../../errors.ts';

/** Hours are read of so many of the newest runs at most. */
const MOST_RUNS = 200;

/** An hour of a run whose intensity a live source told. */
export interface BookHour {
  /** Its beginning, `2026-11-25T20:00Z`. */
  readonly hour: string;
  readonly zone: string;
  /** The zone as the tables of joulebook call it; the source may call it otherwise. */
  readonly place: string;
  readonly gPerKwh: number;
  readonly source: string | null;
  readonly how: string;
}

/** The hours that runs of the book have from live sources, each zone's hour once, the newest run first. Yearly figures are no hours. */
export function bookHours(book: Book): {
  readonly hours: readonly BookHour[];
  readonly runs: number;
  readonly problems: readonly Problem[];
} {
  const listing = book.list({ limit: MOST_RUNS });
  if (!listing.ok) return { hours: [], runs: 0, problems: [listing.error] };
  const found = new Map<string, BookHour>();
  const problems: Problem[] = [...listing.value.problems];
  let runs = 0;
  for (const { id, parentId } of listing.value.rows) {
    if (parentId !== null) continue;
    const record = book.record(id);
    if (!record.ok) {
      problems.push(record.error);
      continue;
    }
    if (record.value.carbon.hourly === undefined) continue;
    runs++;
    for (const hour of hoursOfRun(record.value)) {
      const key = `${hour.zone} ${hour.hour}`;
      if (!found.has(key)) found.set(key, hour);
    }
  }
  return { hours: [...found.values()].sort((a, b) => (a.hour < b.hour ? -1 : 1)), runs, problems };
}

/** The hours that a run has from a live source. */
export function hoursOfRun({ carbon: { hourly, intensity, live } }: RunRecord): readonly BookHour[] {
  const zone = live?.zone ?? intensity?.zone ?? '';
  const place = intensity?.zone ?? zone;
  return (hourly ?? []).flatMap(({ hour, gPerKwh, source, how }) =>
    gPerKwh === null || how === 'yearly' ? [] : [{ hour, zone, place, gPerKwh, source, how }],
  );
}
