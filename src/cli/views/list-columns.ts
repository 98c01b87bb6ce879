import { type FieldName, FIELD_NAMES, fieldNamed, fieldOf, isTextField } from '../../book/filter-fields.ts';
import type { IndexRow } from '../../book/index-row.ts';
import type { Scalar } from '../../book/journal-event.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { co2e, missing, type PrintOptions } from '../../units/format.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import type { Column } from '../output/table.ts';
import { fieldCell } from './field-cell.ts';
import { plainNumber } from './look.ts';

/** A column of a listing. */
export interface ListColumn extends Column {
  readonly cell: (row: IndexRow) => string;
}

const TITLES: Partial<Record<FieldName, string>> = {
  per1kSamples: 'PER 1K SAMPLES',
  per1kTokens: 'PER 1K TOKENS',
  per1kRequests: 'PER 1K REQUESTS',
  per1kSteps: 'PER 1K STEPS',
  perEpoch: 'PER EPOCH',
  'done.samples': 'SAMPLES DONE',
  'done.tokens': 'TOKENS DONE',
  'done.requests': 'REQUESTS DONE',
  'done.steps': 'STEPS DONE',
  'done.epochs': 'EPOCHS',
  stageCount: 'STAGES',
  cacheHits: 'CACHE HITS',
  cacheSaved: 'CACHE SAVED',
};

/** A column of a field that every run has. */
export function fieldColumn(name: FieldName, nowMs: number, print: PrintOptions): ListColumn {
  return {
    title: name === 'co2' ? co2e(print) : (TITLES[name] ?? name.toUpperCase()),
    ...(isTextField(fieldOf(name)) || name === 'start' || name === 'end' ? {} : { align: 'right' }),
    cell: (row) => fieldCell(name, row, nowMs, print),
  };
}

/** A column of a metric. */
export function metricColumn(name: string, print: PrintOptions): ListColumn {
  return {
    title: name.toUpperCase(),
    align: 'right',
    cell: ({ metrics: { [name]: value } }) => (value === undefined ? missing(print) : plainNumber(value)),
  };
}

/** A column of a parameter; numbers stand on the right where all are. */
export function paramColumn(name: string, rows: readonly IndexRow[], print: PrintOptions): ListColumn {
  const isNumber = rows.every((row) => ['number', 'undefined'].includes(typeof row.params[name]));
  return {
    title: name,
    align: isNumber ? 'right' : 'left',
    cell: ({ params: { [name]: value } }) => (value === undefined ? missing(print) : scalarText(value)),
  };
}

function scalarText(value: Scalar): string {
  return typeof value === 'number' ? plainNumber(value) : String(value);
}

/** The columns that `--columns` names, in its order: fields as in filters, `metric.X`, `param.X`, `tags`, or a bare metric or parameter. */
export function chosenColumns(
  text: string,
  rows: readonly IndexRow[],
  nowMs: number,
  print: PrintOptions,
): Result<readonly ListColumn[]> {
  const columns: ListColumn[] = [];
  for (const name of text.split(',').map((part) => part.trim())) {
    if (name === '') continue;
    const column = columnNamed(name, rows, nowMs, print);
    if (column === undefined) return err(unknownColumn(name, rows));
    columns.push(column);
  }
  return ok(columns);
}

function columnNamed(
  name: string,
  rows: readonly IndexRow[],
  nowMs: number,
  print: PrintOptions,
): ListColumn | undefined {
  const field = fieldNamed(name);
  if (field !== undefined) return fieldColumn(field, nowMs, print);
  if (/^tags?$/i.test(name)) return { title: 'TAGS', cell: ({ tags }) => tags.join(',') };
  const [, room, own] = /^(metric|param)s?\.(.+)$/i.exec(name) ?? [];
  const bare = own ?? name;
  const has = (of: (row: IndexRow) => object): boolean => rows.some((row) => Object.hasOwn(of(row), bare));
  if (room !== 'param' && has(({ metrics }) => metrics)) return metricColumn(bare, print);
  return room !== 'metric' && has(({ params }) => params) ? paramColumn(bare, rows, print) : undefined;
}

function unknownColumn(name: string, rows: readonly IndexRow[]): ReturnType<typeof problem> {
  const own = [
    ...new Set(rows.flatMap(({ metrics, params }) => [...Object.keys(metrics), ...Object.keys(params)])),
  ];
  const known = [...FIELD_NAMES, 'tags', ...own];
  const fix = didYouMeanText(name, known) ?? `Columns are ${known.join(', ')}.`;
  return problem(
    'E_USAGE',
    `--columns ${name}: there is no such column`,
    'None of the listed runs has it.',
    fix,
  );
}
