import type { Book } from '../../book/book.io.ts';
import { dismissedIn } from '../../book/dismissed.io.ts';
import type { Dismissal } from '../../book/dismissed.ts';
import type { Problem } from '../../errors.ts';
import { ok, type Result } from '../../result.ts';
import { findRepeats } from '../../report/waste/repeats.ts';
import type { WasteRules } from '../../report/waste/rules.ts';
import { type WasteReport, wasteReport } from '../../report/waste/waste-report.ts';
import type { WasteRun } from '../../report/waste/waste-run.ts';
import { mixedCarbon } from '../views/mixed-carbon.ts';
import { waitingIn } from './waiting-in.ts';
import type { WasteReader } from './waste-reader.ts';
import { withWindows } from './with-windows.ts';

/** What a book says of waste. */
export interface LoadedWaste {
  readonly report: WasteReport;
  /** What recommendations are set aside, by their keys. */
  readonly dismissed: ReadonlyMap<string, Dismissal>;
  readonly problems: readonly Problem[];
}

/**
 * Looks at the runs that match. All runs of the book are read: an earlier success with the same inputs may be older than what is looked at.
 *
 * @param filter of root runs; empty for all.
 */
export function loadWaste(
  book: Pick<Book, 'dir' | 'list'>,
  filter: string,
  rules: WasteRules,
  reader: WasteReader,
): Result<LoadedWaste> {
  const asked = book.list({ ...(filter === '' ? {} : { filter }), forTotal: true });
  if (!asked.ok) return asked;
  const problems: Problem[] = [...asked.value.problems];
  const all = filter === '' ? asked : book.list();
  if (!all.ok) return all;
  const runs = all.value.rows.flatMap((row): readonly WasteRun[] => {
    const run = reader.run(row);
    if (!run.ok) problems.push(run.error);
    return run.ok ? [run.value] : [];
  });
  const mixed = mixedCarbon(asked.value.rows);
  if (mixed !== undefined) problems.push(mixed);
  const chosen = new Set(asked.value.rows.map(({ id }) => id));
  const roots = withWindows(
    runs.filter(({ id, parentId }) => parentId === null && chosen.has(id)),
    reader.windows,
  );
  const nested = runs.filter(({ parentId }) => parentId !== null);
  const parents = new Set(nested.map(({ parentId }) => parentId));
  const waiting = waitingIn(
    roots.filter(({ id }) => !parents.has(id)),
    rules,
    reader.waiting,
  );
  const { dismissed, problem: unread } = dismissedIn(book.dir);
  if (unread !== undefined) problems.push(unread);
  const known = { repeats: findRepeats(runs), waiting, rules, dismissed: new Set(dismissed.keys()) };
  return ok({ report: wasteReport(roots, nested, known), dismissed, problems });
}
