import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.io.ts';

/** Text of a table that is shipped, e.g. `data/grid/ember_country.csv`. A missing one is a broken package, and throws. */
export function packageText(relative: string): string {
  return readFileSync(packageFile(relative), 'utf8');
}

const parsed = new Map<string, unknown>();

/** A table that is shipped as JSON; read once. What is handed out is everybody's: it is not to be changed. */
export function packageJson(relative: string): unknown {
  let table = parsed.get(relative);
  if (table === undefined) {
    table = JSON.parse(packageText(relative));
    parsed.set(relative, table);
  }
  return table;
}
