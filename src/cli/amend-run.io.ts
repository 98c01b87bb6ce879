import type { Book, Change } from '../book/book.io.ts';
import type { RunRecord } from '../book/run-record.ts';
import type { CliContext } from './context.ts';

/** Changes the run that a reference names and says what it is like now. Returns the exit code. */
export function amendRun(
  context: CliContext,
  book: Book,
  ref: string,
  change: Change,
  tell: (record: RunRecord) => string,
): number {
  const found = book.resolve(ref);
  if (!found.ok) return context.fail(found.error);
  const failed = book.amend(found.value.id, change);
  if (failed !== undefined) return context.fail(failed);
  const now = book.record(found.value.id);
  if (!now.ok) return context.fail(now.error);
  if (context.json) return context.succeed(now.value);
  if (!context.quiet) context.err(`${now.value.name}: ${tell(now.value)}\n`);
  return 0;
}
