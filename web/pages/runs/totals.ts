import type { RunTable } from '../../state/runs/run-table.ts';

type Num = number | null;

/** What some runs used in all. Only root runs are added, of a sum and its parts only the sum. */
export interface Totals {
  readonly runs: number;
  /** How many are not added because they stand in another. */
  readonly nested: number;
  /** J; null where none is known. */
  readonly energyJ: Num;
  /** Of how many added runs the energy is not known. */
  readonly unknown: number;
  /** g; null where one is not known. */
  readonly co2G: Num;
  /** Kinds of intensity of the added runs: of more than one the carbon is no sum to be quoted. */
  readonly kinds: readonly string[];
  /** Null where one is not known, or in several currencies. */
  readonly cost: Num;
  readonly currency: string | null;
}

/** What {@link totalsOf} looks at. */
export const TOTAL_COLUMNS = ['energyJ', 'co2G', 'co2Kind', 'cost', 'currency'];

/** Rows whose energies may be added: as `joulebook ls` adds them. */
export function summableRows(table: RunTable, rows: readonly number[]): readonly number[] {
  const nested = new Set(table.list.nested);
  const among = new Set(rows);
  const contained = new Set(table.list.sums.flatMap(([sum, parts]) => (among.has(sum) ? parts : [])));
  return rows.filter((row) => !nested.has(row) && !contained.has(row));
}

/** Adds runs; undefined until the exact columns are there. */
export function totalsOf(table: RunTable, rows: readonly number[]): Totals | undefined {
  const [energies, carbon, kinds, costs, currencies] = TOTAL_COLUMNS.map((name) => table.exact(name));
  if (energies === undefined || carbon === undefined || kinds === undefined) return undefined;
  if (costs === undefined || currencies === undefined) return undefined;
  const roots = summableRows(table, rows);
  const known = roots.flatMap((row) => (energies[row] as Num) ?? []);
  const all = (column: readonly unknown[]): Num => {
    const values = roots.map((row) => (column[row] ?? null) as Num);
    if (values.length === 0 || values.includes(null)) return null;
    return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  };
  const ofCurrency = new Set(roots.map((row) => currencies[row] ?? null));
  return {
    runs: rows.length,
    nested: rows.length - roots.length,
    energyJ: known.length === 0 ? null : known.reduce((sum, joules) => sum + joules, 0),
    unknown: roots.length - known.length,
    co2G: all(carbon),
    kinds: [...new Set(roots.flatMap((row) => (kinds[row] as string | null) ?? []))].toSorted(),
    cost: ofCurrency.size > 1 ? null : all(costs),
    currency: ([...ofCurrency][0] as string | null | undefined) ?? null,
  };
}
