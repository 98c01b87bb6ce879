import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Host } from './host.ts';
import { packageFile } from './package-root.io.ts';

/** A file of a user or a project that extends a shipped table. */
export interface ExtraTable {
  readonly path: string;
  /** Empty where it could not be read. */
  readonly text: string;
  /** Why it could not be read. */
  readonly failure?: string;
}

/**
 * Files that extend a shipped table, the strongest first: `data/<folder>/<file>` and `data/<file>` of the project (the nearest folder with
 * a `joulebook.yaml` or the root of the git repository, else the working folder), then the same in the user's configuration folder
 * (`~/.config/joulebook/data/`). Whether such a file is a table of ours, its reader decides by its header: a project's `data/` holds
 * other things too.
 *
 * @param table path of the shipped table below `data/`, e.g. `hardware/accelerators.csv`
 */
export function extraTables(host: Host, table: string): readonly ExtraTable[] {
  const folders = [projectFolder(host.cwd), configFolder(host)].filter((folder) => folder !== undefined);
  const paths = folders.flatMap((folder) => [
    join(folder, 'data', table),
    join(folder, 'data', basename(table)),
  ]);
  // In a checkout of joulebook itself the project's table is the shipped one.
  const shipped = packageFile(join('data', table));
  return [...new Set(paths)].filter((path) => path !== shipped && isThere(path)).map(read);
}

/** A folder of that name is none; what cannot even be looked at is there, and fails when it is read. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return true;
  }
}

function read(path: string): ExtraTable {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { path, text: '', failure: error instanceof Error ? error.message : String(error) };
  }
}

function projectFolder(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'joulebook.yaml')) || existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return cwd;
  }
}

function configFolder({ env, home }: Host): string | undefined {
  const base = env['XDG_CONFIG_HOME'];
  if (base?.startsWith('/') === true) return join(base, 'joulebook');
  return home === undefined ? undefined : join(home, '.config', 'joulebook');
}
