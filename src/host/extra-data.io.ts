import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Host } from './host.ts';

/** A file of a user or a project that extends a shipped table. */
export interface ExtraTable {
  readonly path: string;
  readonly text: string;
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
  return [...new Set(paths)].filter((path) => existsSync(path)).map((path) => ({ path, text: read(path) }));
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
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
