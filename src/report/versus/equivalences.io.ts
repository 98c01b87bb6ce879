import { extraTables } from '../../host/extra-data.io.ts';
import type { Host } from '../../host/host.ts';
import { packageJson } from '../../host/package-data.io.ts';
import type { Equivalence } from './equivalence.ts';

const TABLE = 'equivalences/equivalences.json';

/** What amounts are set beside: the shipped rows, those of a user or a project before them. A file that is no such table is another program's. */
export function loadEquivalences(host: Host): readonly Equivalence[] {
  const own = extraTables(host, TABLE).flatMap(({ text }) => rowsIn(text));
  const all = [...own, ...rowsOf(packageJson(`data/${TABLE}`))];
  return all.filter((row, i) => all.findIndex(({ id }) => id === row.id) === i);
}

function rowsIn(text: string): readonly Equivalence[] {
  try {
    return rowsOf(JSON.parse(text));
  } catch {
    return []; // not JSON: not ours
  }
}

function rowsOf(table: unknown): readonly Equivalence[] {
  if (typeof table !== 'object' || table === null || !('rows' in table) || !Array.isArray(table.rows))
    return [];
  return (table.rows as readonly unknown[]).filter(isEquivalence);
}

function isEquivalence(row: unknown): row is Equivalence {
  if (typeof row !== 'object' || row === null) return false;
  const { id, basis, value, low, high, one, many } = row as Readonly<Record<string, unknown>>;
  return (
    [id, one, many].every((text) => typeof text === 'string') &&
    (basis === 'energy' || basis === 'carbon') &&
    [value, low, high].every((number) => typeof number === 'number' && number > 0)
  );
}
