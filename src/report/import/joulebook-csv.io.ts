import { csvRecordAt } from '../../book/csv-text.ts';
import { textChunks } from './text-chunks.io.ts';
import type { ImportItem, ReadContext } from './item.ts';
import { runOfExport } from './joulebook-run.ts';

/** No record is longer than this, notes and all. */
const LONGEST_RECORD = 1 << 24;

/** Reads what `joulebook export --csv` has written. */
export function* readExport(path: string, context: ReadContext): Generator<ImportItem> {
  let rest = '';
  let line = 1;
  let header: readonly string[] | undefined;
  for (const chunk of ended(textChunks(path, context.onBytes))) {
    rest += chunk;
    let from = 0;
    for (let record = csvRecordAt(rest, from); record !== undefined; record = csvRecordAt(rest, from)) {
      const at = line;
      line += rest.slice(from, record.end).split('\n').length - 1;
      from = record.end;
      if (record.cells.every((cell) => cell === '')) continue;
      if (header === undefined) {
        header = record.cells.map(unguarded);
        continue;
      }
      const { cells } = record;
      const names = header;
      const why =
        cells.length === names.length
          ? undefined
          : `it has ${cells.length} cells where the header has ${names.length}`;
      const run =
        why === undefined
          ? runOfExport(new Map(names.map((name, i) => [name, unguarded(cells[i] ?? '')])))
          : why;
      if (typeof run === 'string') yield { kind: 'refused', file: path, line: at, why: run };
      else yield { kind: 'run', file: path, line: at, run };
    }
    rest = rest.slice(from);
    if (rest.length > LONGEST_RECORD) break; // a quote that is not closed would fill the memory
  }
  if (rest.trim() !== '')
    yield { kind: 'refused', file: path, line, why: 'it is torn: a quote is not closed' };
}

/** A last record may lack its line end. */
function* ended(chunks: Iterable<string>): Generator<string> {
  yield* chunks;
  yield '\n';
}

/** Without the apostrophe that keeps a spreadsheet from running a text (`export-csv.ts`). */
function unguarded(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
