import { type DecimalMark, numberOf } from '../numbers.ts';
import { align, type Fields, type FitMemo, MOST_COLUMNS } from './align.ts';
import { type ColumnRule, FIGURES, LAYOUTS, rulesOf } from './columns.ts';

/** A row under its columns, or why it cannot be read. */
export type FittedRow =
  | { readonly kind: 'row'; readonly fields: Fields; readonly repaired?: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Puts the cells of a row under columns: the header's, if the cells are what they take; else in the only other way that can be, if there is one: columns
 * dropped, or the columns of another version of CodeCarbon. Sums that the row itself carries must agree with it.
 */
export function fitRow(cells: readonly string[], header: readonly string[], mark: DecimalMark): FittedRow {
  const misfit = misfitOf(cells, header, mark);
  if (misfit === undefined) return { kind: 'row', fields: fieldsOf(cells, header) };
  const readings = readingsOf(cells, header, mark);
  const sound = readings.filter(({ fields }) => addsUp(fields, mark) !== false);
  const [first] = sound;
  // A cell that nothing follows from may be odd; a row that is shifted has odd figures too.
  if (first === undefined && onlyOddities(cells, header, mark)) {
    return { kind: 'row', fields: withoutOdd(cells, header, mark) };
  }
  if (first === undefined)
    return { kind: 'refused', why: whyNot(cells, header, misfit, readings.length > 0) };
  if (sound.some(({ fields }) => !sameFigures(fields, first.fields))) {
    return { kind: 'refused', why: `${misfit}, and it can be read in more than one way` };
  }
  return { kind: 'row', fields: first.fields, repaired: first.how };
}

interface Reading {
  readonly fields: Fields;
  readonly how: string;
}

function readingsOf(
  cells: readonly string[],
  header: readonly string[],
  mark: DecimalMark,
): readonly Reading[] {
  const readings: Reading[] = [];
  const own = LAYOUTS.findIndex(({ columns }) => sameColumns(columns, header));
  for (const given of shortened(cells)) {
    const padded = cells.length - given.length;
    const seen: FitMemo = new Map();
    const as = (columns: readonly string[], whose: string): void => {
      const wide = align(given, columns, mark, { seen });
      if (wide.kind !== 'aligned') return;
      // The figures are proved whatever may be dropped; what else the row says is read as CodeCarbon was seen to write.
      const usual = align(given, columns, mark, { seen, onlyOften: true });
      const found = usual.kind === 'aligned' ? usual : wide;
      const missing = columns.length - given.length;
      const how =
        missing === 0
          ? whose
          : `${missing} ${missing === 1 ? 'column' : 'columns'} dropped${whose === '' ? '' : `, ${whose}`}`;
      readings.push({ fields: found.fields, how: padded > 0 ? `${how}; filled up at its end` : how });
    };
    as(header, '');
    if (header.includes('task_name')) continue;
    for (const [i, { columns, since }] of LAYOUTS.entries())
      if (i !== own) as(columns, `in the columns of CodeCarbon ${since}`);
    if (readings.length > 0) break;
  }
  return readings;
}

/** The cells as they stand, then without what a rewriting by pandas fills up at the end of a short row. */
function shortened(cells: readonly string[]): readonly (readonly string[])[] {
  const ways: (readonly string[])[] = [cells];
  if (cells.length > MOST_COLUMNS) return ways;
  for (let end = cells.length; end > 1 && (cells[end - 1] as string).trim() === ''; end--)
    ways.push(cells.slice(0, end - 1));
  return ways;
}

/** Why the cells cannot stand under the header as they are; undefined where they can. */
function misfitOf(
  cells: readonly string[],
  header: readonly string[],
  mark: DecimalMark,
): string | undefined {
  if (cells.length !== header.length)
    return `it has ${cells.length} cells where the header has ${header.length}`;
  const rules = rulesOf(header);
  const wrong = rules.findIndex((rule, j) => !isFine(rule, header[j] as string, cells[j] as string, mark));
  if (wrong < 0) return undefined;
  return `its ${header[wrong]} is ${JSON.stringify(excerpt(cells[wrong] as string))}`;
}

function onlyOddities(cells: readonly string[], header: readonly string[], mark: DecimalMark): boolean {
  if (cells.length !== header.length) return false;
  const rules = rulesOf(header);
  return header.every(
    (column, j) =>
      !FIGURES.includes(column) || isFine(rules[j] as ColumnRule, column, cells[j] as string, mark),
  );
}

function withoutOdd(cells: readonly string[], header: readonly string[], mark: DecimalMark): Fields {
  const rules = rulesOf(header);
  return fieldsOf(
    cells.map((cell, j) => (isFine(rules[j] as ColumnRule, header[j] as string, cell, mark) ? cell : '')),
    header,
  );
}

/** Runs and experiments may have been given an id by hand. */
function isFine(rule: ColumnRule, column: string, cell: string, mark: DecimalMark): boolean {
  if (column === 'run_id') return numberOf(cell, mark) === undefined || /^\d+$/.test(cell.trim());
  return column === 'experiment_id' || rule.accepts(cell, mark);
}

function whyNot(
  cells: readonly string[],
  header: readonly string[],
  misfit: string,
  hasReading: boolean,
): string {
  if (hasReading) return `${misfit}, and in the only other reading its parts do not add up`;
  const lacks = cells.length < header.length;
  return lacks ? `${misfit}, and which are missing cannot be told` : misfit;
}

function fieldsOf(cells: readonly string[], header: readonly string[]): Fields {
  const fields: Record<string, string> = {};
  for (let j = 0; j < header.length; j++) fields[header[j] as string] = (cells[j] as string).trim();
  return fields;
}

/** How far sums may be off: figures are rounded by whoever rewrites the file. */
const SUM_TOLERANCE = 0.01;
/** Energies below this are all zero for this purpose, kWh. */
const NOTHING_KWH = 1e-12;

/** Whether the components' energies add up to the total; undefined where the row does not have them all. */
export function addsUp(fields: Fields, mark: DecimalMark): boolean | undefined {
  const parts = ['cpu_energy', 'gpu_energy', 'ram_energy'].map((name) => numberOf(fields[name] ?? '', mark));
  const total = numberOf(fields['energy_consumed'] ?? '', mark);
  if (total === undefined || parts.some((part) => part === undefined)) return undefined;
  const sum = parts.reduce<number>((all, part) => all + (part ?? 0), 0);
  return Math.abs(sum - total) <= NOTHING_KWH + SUM_TOLERANCE * Math.max(Math.abs(sum), Math.abs(total));
}

function sameFigures(a: Fields, b: Fields): boolean {
  return [
    'timestamp',
    'run_id',
    'duration',
    'emissions',
    'energy_consumed',
    'cpu_energy',
    'gpu_energy',
    'ram_energy',
    'pue',
    'tracking_mode',
  ].every((name) => a[name] === b[name]);
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

function excerpt(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
}
