import { packageJson, packageText } from '../host/package-data.io.ts';
import type { PartTables } from './part-places.ts';
import type { AccountingTable } from './place-figures.ts';
import { stateRows, zoneRows } from './place-tables.ts';

let tables: PartTables | undefined;

/** The tables of states and zones that are shipped. */
export function partTables(): PartTables {
  tables ??= {
    states: new Map(stateRows(packageText('data/grid/ember_states.csv')).map((row) => [row.place, row])),
    zones: new Map(zoneRows(packageText('data/electricity-maps/zones.csv')).map((row) => [row.zone, row])),
    accounting: packageJson('data/grid/accounting.json') as AccountingTable,
  };
  return tables;
}
