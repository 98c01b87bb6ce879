import { statSync } from 'node:fs';
import { newSha256 } from '../../../book/sha256.io.ts';
import { cellsOf, type Delimiter, delimiterOf } from '../delimited.ts';
import { flattened, numbersOf } from '../flatten.ts';
import { type ImportItem, MOMENT, MOMENT_EVERY, type ReadContext } from '../item.ts';
import { type Line, linesOf } from '../lines.ts';
import { numberOf } from '../numbers.ts';
import { pythonJson } from '../python-json.ts';
import { textChunks } from '../text-chunks.io.ts';
import { History } from './history.ts';

/** A line as numbers by name, why it is none, or undefined where it is not a row. */
type ReadLine = (line: Line) => ReadonlyMap<string, number> | string | undefined;

/** Reads an exported history in CSV. */
export function readHistoryCsv(path: string, context: ReadContext): Generator<ImportItem> {
  let header: readonly string[] | undefined;
  let delimiter: Delimiter = ',';
  return readRows(path, context, ({ text }) => {
    if (header === undefined) {
      delimiter = delimiterOf(text);
      header = cellsOf(text, delimiter) ?? [];
      return undefined;
    }
    const cells = cellsOf(text, delimiter);
    if (cells === undefined || cells.length !== header.length)
      return `it has not the ${header.length} cells of the header`;
    const names = header;
    const mark = delimiter === ';' ? ',' : '.';
    return new Map(
      names.flatMap((name, i) => {
        const value = numberOf(cells[i] ?? '', mark) ?? numberOf(cells[i] ?? '');
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  });
}

/** Reads an exported history in JSON, one object a line. */
export function readHistoryJsonl(path: string, context: ReadContext): Generator<ImportItem> {
  return readRows(path, context, ({ text }) => {
    try {
      return new Map(Object.entries(numbersOf(flattened(pythonJson(text)))));
    } catch (error) {
      if (error instanceof SyntaxError) return 'it is no JSON';
      throw error;
    }
  });
}

function* readRows(path: string, context: ReadContext, readLine: ReadLine): Generator<ImportItem> {
  const history = new History(context.longestGapS);
  const digest = newSha256();
  for (const line of linesOf(textChunks(path, context.onBytes))) {
    if (line.number % MOMENT_EVERY === 0) yield MOMENT;
    if (line.text.trim() === '') continue;
    const row = readLine(line);
    if (typeof row === 'string') {
      yield { kind: 'refused', file: path, line: line.number, why: row };
      continue;
    }
    digest.update(`${line.text.trim()}\n`);
    if (row !== undefined) history.add(row);
  }
  const runs = history.runs(digest.digest('hex'), statSync(path).mtimeMs);
  for (const run of runs) yield { kind: 'run', file: path, run };
}
