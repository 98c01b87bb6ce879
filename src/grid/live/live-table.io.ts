import { packageJson } from '../../host/package-data.io.ts';
import type { LiveTable } from './live-table.ts';

let table: LiveTable | undefined;

/** What is shipped of the live sources. */
export function liveTable(): LiveTable {
  table ??= packageJson('data/grid/live.json') as LiveTable;
  return table;
}
