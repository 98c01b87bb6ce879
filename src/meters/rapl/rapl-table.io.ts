import { packageJson } from '../../host/package-data.io.ts';
import type { RaplTable } from './rapl-table.ts';

/** Loads the constants of RAPL from the package. */
export function raplTable(): RaplTable {
  return packageJson('data/meters/rapl.json') as RaplTable;
}
