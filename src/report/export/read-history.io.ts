import type { JournalLine } from '../../book/journal-event.ts';
import { JournalReader } from '../../book/journal-reader.io.ts';
import { runFolder } from '../../book/run-folder.io.ts';
import { historyOf, NO_HISTORY, type RunHistory } from './history.ts';

/** The history of a run of a book; none where it has no journal. */
export function readHistory(book: string, id: string): RunHistory {
  const reader = JournalReader.open(runFolder(book, id).journal);
  return reader.ok ? historyOf(linesOf(reader.value)) : NO_HISTORY;
}

function* linesOf(reader: JournalReader): Generator<JournalLine, void, undefined> {
  for (const { line } of reader) yield line;
}
