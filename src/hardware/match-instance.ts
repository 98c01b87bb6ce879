import type { Match } from '../units/match.ts';
import type { CloudInstance } from './hardware-rows.ts';
import { customSize, type InstanceName, likeness } from './instance-name.ts';
import { allRows, type InstanceTable, readInstance, rowsOfType } from './instance-table.ts';

/** How many names are offered where none fits. */
const OFFERED = 5;

/** Less alike than in this many parts is not near: another family of another cloud helps nobody. */
const LEAST_LIKENESS = 2;

/**
 * Finds an instance type in tables, the strongest first: by its name, with or without Azure's `Standard_`; a custom size of Google Cloud by
 * its series; a name that only begins a type (`p4d`, `g5`) where one type begins so. The same name in two clouds is ambiguous.
 */
export function matchInstanceIn(
  tables: readonly InstanceTable[],
  { provider, type }: InstanceName,
): Match<CloudInstance> {
  const exact = ofType(tables, type, provider);
  const [first, second, ...others] = exact.length > 0 ? exact : ofType(tables, `standard_${type}`, provider);
  if (first !== undefined && second !== undefined)
    return { kind: 'ambiguous', candidates: [first, second, ...others] };
  if (first !== undefined)
    return { kind: 'found', value: first, how: first.type.toLowerCase() === type ? 'name' : 'alias' };
  return custom(tables, type, provider) ?? family(tables, type, provider);
}

/** One instance for each cloud that has this type; a cloud that a stronger table has is not asked for again. */
function ofType(
  tables: readonly InstanceTable[],
  type: string,
  provider: string | undefined,
): readonly CloudInstance[] {
  const found = new Map<string, CloudInstance>();
  for (const table of tables)
    for (const row of rowsOfType(table, type, provider)) {
      const instance = readInstance(row, table);
      if (instance.ok && !found.has(instance.value.provider))
        found.set(instance.value.provider, instance.value);
    }
  return [...found.values()];
}

function custom(
  tables: readonly InstanceTable[],
  type: string,
  provider: string | undefined,
): Match<CloudInstance> | undefined {
  const size = customSize(type);
  if (size === undefined || (provider !== undefined && provider !== 'gcp')) return undefined;
  const [sister] = startingWith(tables, `${size.series}-`, 'gcp');
  if (sister === undefined) return undefined;
  const { provider: cloud, cpu, hostThreads, from } = sister;
  const value: CloudInstance = {
    provider: cloud,
    type,
    vcpus: size.vcpus,
    memoryGB: size.memoryGB,
    ...(cpu === undefined ? {} : { cpu }),
    ...(hostThreads === undefined ? {} : { hostThreads }),
    from,
  };
  return { kind: 'found', value, how: 'family', note: `a custom size; its host is that of ${sister.type}` };
}

function family(
  tables: readonly InstanceTable[],
  type: string,
  provider: string | undefined,
): Match<CloudInstance> {
  const begins = ['.', '-', '_'].flatMap((mark) => [
    ...startingWith(tables, `${type}${mark}`, provider),
    ...startingWith(tables, `standard_${type}${mark}`, provider),
  ]);
  const [first, second, ...others] = type === '' ? [] : begins;
  if (first === undefined) return { kind: 'unknown', nearest: near(tables, type, provider) };
  if (second !== undefined) return { kind: 'ambiguous', candidates: [first, second, ...others] };
  return { kind: 'found', value: first, how: 'family', note: `the only ${type} is ${first.type}` };
}

/** Instances whose type begins so, the smallest first. */
function startingWith(
  tables: readonly InstanceTable[],
  prefix: string,
  provider: string | undefined,
): readonly CloudInstance[] {
  return read(tables, (row) => row.type.startsWith(prefix) && isOf(row, provider)).toSorted(
    (a, b) => a.vcpus - b.vcpus || (a.type < b.type ? -1 : 1),
  );
}

function near(
  tables: readonly InstanceTable[],
  type: string,
  provider: string | undefined,
): readonly CloudInstance[] {
  const scored = tables
    .flatMap((table) => allRows(table).map((row) => ({ ...row, table, score: likeness(type, row.type) })))
    // A cloud that was named says more than a likeness to another's.
    .map((row) => ({ ...row, score: row.score + (provider !== undefined && isOf(row, provider) ? 1 : 0) }))
    .filter(({ score }) => score >= LEAST_LIKENESS)
    .toSorted((a, b) => b.score - a.score || (a.type < b.type ? -1 : 1));
  const found = scored.slice(0, OFFERED).map(({ row, table }) => readInstance(row, table));
  return found.flatMap((instance) => (instance.ok ? [instance.value] : []));
}

type Row = ReturnType<typeof allRows>[number];

function isOf(row: Row, provider: string | undefined): boolean {
  return provider === undefined || row.provider === provider;
}

/** Instances of the rows that are wanted, each type of a cloud once. */
function read(tables: readonly InstanceTable[], wanted: (row: Row) => boolean): CloudInstance[] {
  const found = new Map<string, CloudInstance>();
  for (const table of tables)
    for (const row of allRows(table)) {
      const key = `${row.provider},${row.type}`;
      if (!wanted(row) || found.has(key)) continue;
      const instance = readInstance(row.row, table);
      if (instance.ok) found.set(key, instance.value);
    }
  return [...found.values()];
}
