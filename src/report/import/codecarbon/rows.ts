import { cellsOf, type Delimiter, delimiterOf } from '../delimited.ts';
import { isTooLong, type Line } from '../lines.ts';
import type { DecimalMark } from '../numbers.ts';
import { timeOf } from '../times.ts';
import type { Fields } from './align.ts';
import { isHeader, isMadeId, LAYOUTS } from './columns.ts';
import { fitRow } from './fit-row.ts';

/** What a line of an `emissions.csv` is. */
export type RowReading =
  | {
      readonly kind: 'row';
      readonly line: number;
      readonly fields: Fields;
      readonly mark: DecimalMark;
      readonly repaired?: string;
    }
  | { readonly kind: 'refused' | 'passed'; readonly line: number; readonly why: string };

/** A record that goes on over more lines than this has lost its closing quote. */
const MOST_LINES = 20;
const ROW_START = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,/;
const NEXT_ROW = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,/g;

interface Table {
  readonly header: readonly string[];
  readonly delimiter: Delimiter;
  readonly mark: DecimalMark;
}

/** How to read rows. */
export interface RowOptions {
  /** Of a row with an id for which this holds only that is read, and nothing is checked: several times as fast. */
  readonly shallow?: (runId: string) => boolean;
}

/** The rows of an `emissions.csv` of any version, line by line, however damaged it is. */
export function* rowsOf(lines: Iterable<Line>, { shallow }: RowOptions = {}): Generator<RowReading> {
  let table: Table | undefined;
  let open: { readonly text: string; readonly line: number; readonly count: number } | undefined;
  for (const line of lines) {
    const { text, lost, isHoled } = withoutNuls(line.text);
    if (isHoled || (lost > 0 && text.trim() === '')) {
      const where = isHoled ? ' in its middle' : '';
      yield {
        kind: 'refused',
        line: line.number,
        why: `${lost} NUL ${lost === 1 ? 'byte' : 'bytes'}${where}: what was written here never reached the disk`,
      };
      if (!ROW_START.test(text)) continue;
    }
    if (text.trim() === '' && open === undefined) continue;
    if (isTooLong(line)) {
      yield { kind: 'refused', line: line.number, why: 'it is longer than any row can be' };
      continue;
    }
    table ??= tableOf(text);
    if (table === undefined) {
      yield {
        kind: 'refused',
        line: line.number,
        why: 'it stands before any header, and is no row by itself',
      };
      continue;
    }
    const glanced = shallow !== undefined && open === undefined ? idInText(text, table) : undefined;
    if (glanced !== undefined && shallow?.(glanced) === true) {
      yield { kind: 'row', line: line.number, fields: { run_id: glanced }, mark: table.mark };
      continue;
    }
    let record = { text, line: line.number, count: 1 };
    if (open !== undefined) {
      if (isWholeRow(text, table)) yield unclosed(open.line);
      else record = { text: `${open.text}\n${text}`, line: open.line, count: open.count + 1 };
      open = undefined;
    }
    const cells = cellsOf(record.text, table.delimiter);
    if (cells === undefined) {
      if (record.count < MOST_LINES && line.ended) open = record;
      else yield unclosed(record.line);
      continue;
    }
    if (isHeader(cells)) {
      const isFirst = table.header.length === cells.length && record.line === 1;
      table = { ...table, header: cells.map((cell) => cell.trim()) };
      if (!isFirst) yield { kind: 'passed', line: record.line, why: 'a header again' };
      continue;
    }
    const id = shallow === undefined ? undefined : idAtAGlance(cells, table.header)?.trim();
    if (id === undefined || shallow?.(id) !== true)
      yield* reading(record, cells, table, { lost, ended: line.ended });
    else yield { kind: 'row', line: record.line, fields: { run_id: id }, mark: table.mark };
  }
  if (open !== undefined) yield unclosed(open.line);
}

/** The run's id of a row that is not looked at further; of a shifted one the first that could be it. */
function idAtAGlance(cells: readonly string[], header: readonly string[]): string | undefined {
  const at = header.indexOf('run_id');
  if (at < 0) return undefined;
  return cells.length === header.length ? cells[at] : cells.find((cell) => isMadeId(cell.trim()));
}

/** The run's id in a plain line whose cells need not be parted to find it: one that a program made, in its own column. */
function idInText(text: string, { header, delimiter }: Table): string | undefined {
  if (text.includes('"')) return undefined;
  let from = 0;
  const at = header.indexOf('run_id');
  if (at < 0) return undefined;
  for (let column = 0; column < at; column++) {
    from = text.indexOf(delimiter, from) + 1;
    if (from === 0) return undefined;
  }
  const end = text.indexOf(delimiter, from);
  const id = end < 0 ? '' : text.slice(from, end).trim();
  return isMadeId(id) ? id : undefined;
}

function unclosed(line: number): RowReading {
  return { kind: 'refused', line, why: 'it is torn: a quote is not closed' };
}

function* reading(
  record: { readonly text: string; readonly line: number },
  cells: readonly string[],
  table: Table,
  { lost, ended }: { readonly lost: number; readonly ended: boolean },
): Generator<RowReading> {
  const { line } = record;
  const { mark } = table;
  const fitted = fitRow(cells, table.header, mark);
  if (fitted.kind === 'refused') {
    const other = inOtherMarks(record.text, table);
    if (other !== undefined) {
      yield { kind: 'row', line, ...other };
      return;
    }
    const glued = gluedAt(record.text, table);
    if (glued === undefined) {
      yield {
        kind: 'refused',
        line,
        why: ended || cells.length >= table.header.length ? fitted.why : `it is torn: ${fitted.why}`,
      };
      return;
    }
    yield { kind: 'refused', line, why: 'it is torn, and the next row goes on in the same line' };
    yield { kind: 'row', line, fields: glued, mark, repaired: 'it stands in the line of a torn row' };
    return;
  }
  const repairs = [
    ...(fitted.repaired === undefined ? [] : [fitted.repaired]),
    ...(lost === 0 ? [] : [`${lost} NUL bytes left out`]),
  ];
  const fields = ended ? fitted.fields : withoutTornEnd(fitted.fields, table.header);
  yield {
    kind: 'row',
    line,
    fields,
    mark,
    ...(repairs.length === 0 ? {} : { repaired: repairs.join('; ') }),
  };
}

/** Of a last line without an end the last cell may lack some digits. */
function withoutTornEnd(fields: Fields, header: readonly string[]): Fields {
  const last = header.at(-1);
  return last === 'wue' || last === 'on_cloud' ? { ...fields, [last]: '' } : fields;
}

/** The header and its marks. Without a header the first line must be a row in the columns of one version. */
function tableOf(first: string): Table | undefined {
  const delimiter = delimiterOf(first);
  const mark: DecimalMark = delimiter === ',' ? '.' : ',';
  const cells = cellsOf(first, delimiter);
  if (cells === undefined) return undefined;
  if (isHeader(cells)) return { header: cells.map((cell) => cell.trim()), delimiter, mark };
  for (const { columns } of LAYOUTS) {
    const fitted = fitRow(cells, columns, mark);
    if (fitted.kind === 'row' && fitted.repaired === undefined) return { header: columns, delimiter, mark };
  }
  return undefined;
}

/** In a file that a spreadsheet has rewritten (semicolons, decimal comma) CodeCarbon goes on with its own marks; and points may have stayed as they were. */
function inOtherMarks(
  text: string,
  table: Table,
): { fields: Fields; mark: DecimalMark; repaired?: string } | undefined {
  const others: readonly (readonly [Delimiter, DecimalMark])[] = [
    [table.delimiter, table.mark === '.' ? ',' : '.'],
    [',', '.'],
    [';', ','],
  ];
  for (const [delimiter, mark] of others) {
    if (delimiter === table.delimiter && mark === table.mark) continue;
    const cells = cellsOf(text, delimiter);
    const fitted = cells === undefined ? undefined : fitRow(cells, table.header, mark);
    if (fitted?.kind !== 'row') continue;
    const { fields, repaired } = fitted;
    if (delimiter === table.delimiter)
      return { fields, mark, ...(repaired === undefined ? {} : { repaired }) };
    const how = `cells parted by ${delimiter === '\t' ? 'tabs' : JSON.stringify(delimiter)}, decimals by ${JSON.stringify(mark)}`;
    return { fields, mark, repaired: repaired === undefined ? how : `${how}; ${repaired}` };
  }
  return undefined;
}

/** A whole row at the end of a line whose beginning is a torn one. */
function gluedAt(text: string, table: Table): Fields | undefined {
  const starts = [...text.matchAll(NEXT_ROW)].map(({ index }) => index).filter((index) => index > 0);
  const start = starts.at(-1);
  const cells = start === undefined ? undefined : cellsOf(text.slice(start), table.delimiter);
  const fitted = cells === undefined ? undefined : fitRow(cells, table.header, table.mark);
  return fitted?.kind === 'row' && fitted.repaired === undefined ? fitted.fields : undefined;
}

function isWholeRow(text: string, { delimiter, header }: Table): boolean {
  const cells = cellsOf(text, delimiter);
  return (
    cells !== undefined &&
    cells.length === header.length &&
    timeOf(cells[header.indexOf('timestamp')] ?? '') !== undefined
  );
}

/** A text without its NUL bytes. Of one with a hole in its middle, where digits may be missing, only what follows is left. */
function withoutNuls(text: string): {
  readonly text: string;
  readonly lost: number;
  readonly isHoled: boolean;
} {
  if (!text.includes('\0')) return { text, lost: 0, isHoled: false };
  const plain = text.replaceAll('\0', '');
  const lost = text.length - plain.length;
  // A line in UTF-16 that was appended to a file in UTF-8.
  if (Math.abs(lost - plain.length) <= 1) return { text: plain, lost, isHoled: false };
  const middle = text.replace(/^\0+|\0+$/g, '');
  const isHoled = middle.includes('\0');
  return { text: isHoled ? middle.slice(middle.lastIndexOf('\0') + 1) : middle, lost, isHoled };
}
