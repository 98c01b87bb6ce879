import type { Book } from '../../book/book.io.ts';
import type { Problem } from '../../errors.ts';
import { ok, type Result } from '../../result.ts';
import { findRepeats } from '../../report/waste/repeats.ts';
import type { WasteRules } from '../../report/waste/rules.ts';
import { type WasteReport, wasteReport } from '../../report/waste/waste-report.ts';
import { type WasteRun, wasteRun } from '../../report/waste/waste-run.ts';
import { mixedCarbon } from '../views/mixed-carbon.ts';
import { withWindows } from './with-windows.io.ts';
import { waitingIn } from './waiting-in.io.ts';

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
  const mixed = mixedCarbon(asked.value.rows);
  if (mixed !== undefined) problems.push(mixed);
  const chosen = new Set(asked.value.rows.map(({ id }) => id));
  const roots = withWindows(
    book.dir,
    runs.filter(({ id, parentId }) => parentId === null && chosen.has(id)),
  );
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
