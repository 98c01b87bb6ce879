import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;

/** The folder of the installed package: where `data/` and `package.json` stand, from the sources as from `dist/`. */
export function packageRoot(): string {
  if (root !== undefined) return root;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'data', 'SOURCES.md'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package is incomplete: no data/SOURCES.md above the program');
    folder = parent;
  }
  root = folder;
  return folder;
}

/** Path of a file that is shipped with the package, e.g. `data/grid/ember.csv`. */
export function packageFile(relative: string): string {
  return join(packageRoot(), relative);
}
