import type { Problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import type { EndEvent, JournalEvent, StartEvent } from './journal-event.ts';
import type { ImportedFigures } from './imported.ts';
import { JournalWriter } from './journal-writer.io.ts';
import { createBook } from './locate.io.ts';
import { writeRecord } from './record-file.io.ts';
import { createRunFolder, type RunFolder } from './run-folder.io.ts';
import type { RunRecord } from './run-record.ts';
import { RunReducer } from './run-reducer.ts';

/** A run that was not measured here, as it enters the book. */
export interface ImportedRun {
  readonly start: StartEvent;
  readonly figures: ImportedFigures;
  readonly end: Omit<EndEvent, 'sha256'>;
}

/** Puts a run that was not measured here into a book: its journal, from which everything follows, and its record. */
export function writeImported(book: string, run: ImportedRun): Result<RunRecord> {
  const unmade = createBook(book);
  if (unmade !== undefined) return err(unmade);
  const folder = createRunFolder(book, run.start.id);
  if (!folder.ok) return folder;
  const writer = JournalWriter.create(folder.value.journal, { lock: true });
  if (!writer.ok) return writer;
  try {
    return write(folder.value, writer.value, run);
  } finally {
    writer.value.close();
  }
}

function write(
  folder: RunFolder,
  writer: JournalWriter,
  { start, figures, end }: ImportedRun,
): Result<RunRecord> {
  const reducer = new RunReducer(start.id);
  const failed: (Problem | undefined)[] = [];
  const events: readonly JournalEvent[] = [start, { k: 'imported', figures: { ...figures } }];
  for (const event of events) {
    reducer.apply({ ...event, seq: writer.seq, t: 0 });
    failed.push(writer.append(0, event));
  }
  const { durationS } = end;
  reducer.apply({ ...end, sha256: '', seq: writer.seq, t: durationS });
  failed.push(writer.appendEnd(durationS, end), writer.sync());
  const record = reducer.record();
  failed.push(writeRecord(folder, record));
  const first = failed.find((problem) => problem !== undefined);
  return first === undefined ? ok(record) : err(first);
}
