import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import type { CloudInstance, RowSource } from './hardware-rows.ts';
import { providerKey } from './provider-name.ts';

/** Columns of `data/cloud/instances.csv`; the first four are needed, the others may be missing or empty in a user's file. */
const COLUMNS = [
  'provider',
  'type',
  'vcpus',
  'memory_gib',
  'cpu',
  'host_threads',
  'host_memory_gib',
  'accelerator',
  'accelerator_count',
  'embodied_kg',
  'source',
] as const;

type Column = (typeof COLUMNS)[number];

/** A table of instances as text: it is searched, and only the rows that are asked for are read. */
export interface InstanceTable {
  readonly text: string;
  /** The same text in lower case; the shipped one is ASCII, so that places agree. */
  readonly lower: string;
  readonly columns: readonly Column[];
  readonly sourceOf: (id: string) => RowSource;
}

/**
 * Columns of a table by its first line, of which provider and type are the first two; undefined where one that is needed is missing or one is
 * not known, so that the file is not ours.
 */
export function instanceColumns(text: string): readonly Column[] | undefined {
  const header = (text.split('\n', 1)[0] ?? '').replace(/^\uFEFF/, '').trim();
  const names = header.split(',').map((name) => name.trim());
  const known = names.filter((name): name is Column => COLUMNS.some((column) => column === name));
  const needed = COLUMNS.slice(0, 4).every((column) => names.includes(column));
  const searched = names[0] === 'provider' && names[1] === 'type';
  return needed && searched && known.length === names.length ? known : undefined;
}

/** Rows whose type is exactly this (lower case), of the provider with this key or of all. */
export function rowsOfType(
  table: InstanceTable,
  type: string,
  provider: string | undefined,
): readonly string[] {
  const rows: string[] = [];
  if (/[,\n]/.test(type)) return rows; // would fit across cells
  for (let at = table.lower.indexOf(`,${type},`); at >= 0; at = table.lower.indexOf(`,${type},`, at + 1)) {
    const start = table.lower.lastIndexOf('\n', at) + 1;
    const cloud = table.lower.slice(start, at);
    if (start === 0 || cloud.includes(',')) continue;
    if (provider !== undefined && keyOf(cloud) !== provider) continue;
    rows.push(lineAt(table.text, start));
  }
  return rows;
}

/** The whole table as provider, type in lower case, and row: for families and for what is near. */
export function allRows(
  table: InstanceTable,
): readonly { readonly provider: string; readonly type: string; readonly row: string }[] {
  return table.text
    .split('\n')
    .slice(1)
    .filter((row) => row.trim() !== '' && !row.startsWith('#'))
    .map((row) => {
      const [provider = '', type = ''] = row.split(',');
      return { provider: keyOf(provider), type: type.trim().toLowerCase(), row };
    });
}

/** Reads a row; E_CONFIG, located, where a number is none or a size is impossible. */
export function readInstance(
  row: string,
  table: Pick<InstanceTable, 'columns' | 'sourceOf'>,
  at?: Problem['at'],
): Result<CloudInstance> {
  const cells = row.split(',').map((cell) => cell.trim());
  const text = (column: Column): string => cells[table.columns.indexOf(column)] ?? '';
  const bad: string[] = [];
  const number = (column: Column): number | undefined => {
    if (text(column) === '') return undefined;
    const value = Number(text(column));
    if (Number.isFinite(value) && value > 0) return value;
    bad.push(`${column} "${text(column)}"`);
    return undefined;
  };
  const [vcpus, memoryGB] = [number('vcpus'), number('memory_gib')];
  const [hostThreads, hostMemoryGB] = [number('host_threads'), number('host_memory_gib')];
  const [count, embodiedKg] = [number('accelerator_count'), number('embodied_kg')];
  for (const column of COLUMNS.slice(0, 4)) if (text(column) === '') bad.push(`${column} is empty`);
  if (bad.length > 0 || vcpus === undefined || memoryGB === undefined)
    return err(
      problem(
        'E_CONFIG',
        `${at === undefined ? '' : `${at.file}, line ${at.line}: `}this instance is not used`,
        `Not a number above zero: ${bad.join(', ')}.`,
        `The columns are ${COLUMNS.join(',')}; those after memory_gib may be empty.`,
        at,
      ),
    );
  return ok({
    provider: keyOf(text('provider')),
    type: text('type'),
    vcpus,
    memoryGB,
    ...(text('cpu') === '' ? {} : { cpu: text('cpu') }),
    ...(hostThreads === undefined ? {} : { hostThreads: Math.max(hostThreads, vcpus) }),
    ...(hostMemoryGB === undefined ? {} : { hostMemoryGB }),
    ...(text('accelerator') === '' ? {} : { accelerator: { key: text('accelerator'), count: count ?? 1 } }),
    ...(embodiedKg === undefined ? {} : { embodiedKg }),
    from: table.sourceOf(text('source')),
  });
}

/** A user may write `My Cloud`; the shipped table has keys. */
function keyOf(provider: string): string {
  return providerKey(provider, {});
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}
