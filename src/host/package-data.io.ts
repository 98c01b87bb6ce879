import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.io.ts';

/** Text of a table that is shipped, e.g. `data/grid/ember_country.csv`. A missing one is a broken package, and throws. */
export function packageText(relative: string): string {
  return readFileSync(packageFile(relative), 'utf8');
}

/** A table that is shipped as JSON. */
export function packageJson(relative: string): unknown {
  return JSON.parse(packageText(relative));
}
