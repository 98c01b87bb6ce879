import type { Book } from '../../book/book.io.ts';
import type { Problem } from '../../errors.ts';
import { ok, type Result } from '../../result.ts';
import { findRepeats } from '../../report/waste/repeats.ts';
import type { WasteRules } from '../../report/waste/rules.ts';
import { waitingPart } from '../../report/waste/waiting.ts';
import { type WasteReport, wasteReport } from '../../report/waste/waste-report.ts';
import { type WasteRun, wasteRun } from '../../report/waste/waste-run.ts';

/** Power over time is read for so many runs at most, those that took most. */
const MOST_SERIES = 200;
const BUCKETS = 256;

/** What a book says of waste. */
export interface LoadedWaste {
  readonly report: WasteReport;
  readonly problems: readonly Problem[];
}

/**
 * Looks at the runs that match. All runs of the book are read: an earlier success with the same inputs may be older than what is looked at.
 *
 * @param filter of root runs; empty for all.
 */
export function loadWaste(book: Book, filter: string, rules: WasteRules): Result<LoadedWaste> {
  const asked = book.list(filter === '' ? {} : { filter });
  if (!asked.ok) return asked;
  const problems: Problem[] = [...asked.value.problems];
  const all = filter === '' ? asked : book.list();
  if (!all.ok) return all;
  const runs = all.value.rows.flatMap(({ id }): readonly WasteRun[] => {
    const record = book.record(id);
    if (!record.ok) problems.push(record.error);
    return record.ok ? [wasteRun(record.value)] : [];
  });
  const chosen = new Set(asked.value.rows.map(({ id }) => id));
  const roots = runs.filter(({ id, parentId }) => parentId === null && chosen.has(id));
  const nested = runs.filter(({ parentId }) => parentId !== null);
  const parents = new Set(nested.map(({ parentId }) => parentId));
  const waiting = waitingIn(
    book,
    roots.filter(({ id }) => !parents.has(id)),
    rules,
  );
  const known = { repeats: findRepeats(runs), waiting, rules };
  return ok({ report: wasteReport(roots, nested, known), problems });
}

function waitingIn(book: Book, roots: readonly WasteRun[], rules: WasteRules): ReadonlyMap<string, number> {
  const long = roots
    .filter(
      ({ state, durationS, kind }) => state === 'ok' && kind !== 'imported' && durationS >= rules.shortestS,
    )
    .sort((a, b) => (b.energy.value ?? 0) - (a.energy.value ?? 0))
    .slice(0, MOST_SERIES);
  return new Map(
    long.flatMap((run) => {
      const part = waitingOf(book, run, rules);
      return part > 0 ? [[run.id, part] as const] : [];
    }),
  );
}

function waitingOf(book: Book, { id, energy, active, durationS }: WasteRun, rules: WasteRules): number {
  if (energy.value === null || active.value === null) return 0;
  const series = book.power(id, { buckets: BUCKETS });
  if (!series.ok) return 0;
  const channel = series.value.channels.indexOf('attributed');
  const power = series.value.buckets.map(({ fromS, toS, mean }) => ({
    seconds: toS - fromS,
    watts: mean[channel] ?? Number.NaN,
  }));
  return waitingPart(power, Math.max(0, energy.value - active.value) / durationS, rules);
}
