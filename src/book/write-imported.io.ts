import type { Result } from '../result.ts';
import type { EndEvent, StartEvent } from './journal-event.ts';
import type { ImportedFigures } from './imported.ts';
import type { RunRecord } from './run-record.ts';
import { type WriteWholeOptions, writeWholeRun } from './write-whole-run.io.ts';

/** A run that was not measured here, as it enters the book. */
export interface ImportedRun {
  readonly start: StartEvent;
  readonly figures: ImportedFigures;
  readonly end: Omit<EndEvent, 'sha256'>;
  /** What was noted about it where it was measured. */
  readonly notes?: readonly string[];
}

/** Puts it into a book, as {@link writeWholeRun} does: its figures stand in place of samples. */
export function writeImported(
  book: string,
  { start, figures, end, notes = [] }: ImportedRun,
  options: WriteWholeOptions = {},
): Result<RunRecord> {
  return writeWholeRun(
    book,
    {
      start,
      startT: 0,
      events: [
        [0, { k: 'imported', figures: { ...figures } }],
        ...notes.map((text) => [0, { k: 'note', text, at: end.endedAt }] as const),
      ],
      end,
      endT: end.durationS,
    },
    options,
  );
}
