import { csvRecordAt } from '../../../book/csv-text.ts';
import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';

/** A run of a table: its columns as they stand there, nested ones with dots between. */
export interface TableRun {
  readonly cells: Readonly<Record<string, unknown>>;
  /** Rows of its history, where the table has one. */
  readonly history: readonly Readonly<Record<string, unknown>>[];
}

/** Reads a table of runs: CSV with a heading, a JSON array, or a JSON object a line. */
export function readRuns(text: string): Result<readonly TableRun[]> {
  const start = text.trimStart()[0];
  const runs = start === '[' || start === '{' ? jsonRuns(text) : csvRuns(text);
  if (runs !== undefined && runs.length > 0) return ok(runs);
  return err(
    problem(
      'E_IMPORT',
      'no runs are in the file',
      'It is no table with a heading and no JSON list of runs.',
      'Export the runs of the sweep as CSV, or write a JSON list of { state, config, summary, history }.',
    ),
  );
}

function jsonRuns(text: string): TableRun[] | undefined {
  const whole = parsed(text);
  const list =
    whole === undefined
      ? text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(parsed)
      : Array.isArray(whole)
        ? whole
        : membersOf(whole)['runs'];
  if (!Array.isArray(list)) return undefined;
  return list.map((one) => {
    const { history, ...rest } = membersOf(one);
    return {
      cells: flat(rest),
      history: Array.isArray(history) ? history.map((row) => flat(membersOf(row))) : [],
    };
  });
}

function csvRuns(table: string): TableRun[] {
  const rows: string[][] = [];
  const text = `${table.replace(/^\uFEFF/, '')}\n`; // the last record may lack its line end
  for (let at = 0; at < text.length; ) {
    const record = csvRecordAt(text, at);
    if (record === undefined) break;
    rows.push([...record.cells]);
    at = record.end;
  }
  const [head = [], ...body] = rows;
  return body
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => {
      const filled = head.map((name, i): [string, unknown] => [name, cellValue(row[i] ?? '')]);
      return { cells: Object.fromEntries(filled.filter(([, value]) => value !== undefined)), history: [] };
    });
}

/** What a cell says: a number, a truth, text; undefined for nothing. */
function cellValue(cell: string): unknown {
  const text = cell.trim();
  if (text === '') return undefined;
  const value = parsed(text);
  if (value !== undefined && (typeof value === 'number' || typeof value === 'boolean')) return value;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (/^[-+]?(nan|inf(inity)?)$/i.test(text)) return Number.NaN;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : cell;
}

/** Nested members under names with dots; a member `value` beside others' descriptions, as W&B's config files have it, stands for its parent. */
function flat(members: Readonly<Record<string, unknown>>, before = ''): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    const inner = membersOf(value);
    const keys = Object.keys(inner);
    if (keys.length === 0 || Array.isArray(value)) {
      if (value !== null && value !== undefined) found[before + name] = value;
    } else if (keys.includes('value') && keys.every((key) => key === 'value' || key === 'desc'))
      found[before + name] = inner['value'];
    else Object.assign(found, flat(inner, `${before}${name}.`));
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
