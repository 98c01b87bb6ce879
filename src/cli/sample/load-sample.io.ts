import type { Book } from '../../book/book.io.ts';
import { writeWholeRun } from '../../book/write-whole-run.io.ts';
import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { sampleRuns } from './sample-runs.ts';

/** Writes the sample's runs into a book, and says how many. E_USAGE where it has runs already: made-up ones shall not come among them. */
export function loadSample(host: Host, book: Book): Result<number> {
  const listing = book.list({ limit: 1 });
  if (!listing.ok) return listing;
  if (listing.value.total > 0)
    return err(
      problem(
        'E_USAGE',
        'the book has runs already',
        'Made-up runs shall not come among real ones.',
        'Look at the sample in an empty folder: `joulebook ui` there.',
      ),
    );
  const runs = sampleRuns(host.clock.wallMs(), host.random);
  for (const run of runs) {
    const written = writeWholeRun(book.dir, run, { sync: false });
    if (!written.ok) return written;
  }
  return ok(runs.length);
}
