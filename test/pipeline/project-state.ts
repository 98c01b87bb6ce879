import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** All that a tool leaves behind: locks, .dvc files, objects of the cache with their modes, run-cache, and the workspace. */
export function projectState(folder: string): Readonly<Record<string, string>> {
  const state: Record<string, string> = {};
  const walk = (at: string): void => {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (
        ['.git', '.joulebook', '.dvc/tmp', '.dvc/cache/energy'].includes(path) ||
        path.endsWith('dvc.energy.json')
      )
        continue;
      const full = join(folder, path);
      if (entry.isDirectory()) {
        if (readdirSync(full).length === 0 && !path.startsWith('.dvc')) state[`${path}/`] = '';
        walk(path);
      } else state[path] = told(folder, path);
    }
  };
  walk('');
  return state;
}

function told(folder: string, path: string): string {
  const full = join(folder, path);
  const stats = lstatSync(full);
  if (stats.isSymbolicLink()) return `→ ${readlinkSync(full).replace(folder, '.')}`;
  // DVC writes every output anew with a mode of its own; what it restores is executable for the owner.
  const isObject = path.startsWith('.dvc/cache/');
  const mode = isObject ? (stats.mode & 0o777).toString(8) : (stats.mode & 0o200) + (stats.mode & 0o100);
  // DVC names the files of its run-cache by what they hold, and makes them with the mode of a temporary file.
  return path.startsWith('.dvc/cache/runs/')
    ? readFileSync(full, 'latin1')
    : `${mode} ${stats.nlink > 1 ? 'linked ' : ''}${readFileSync(full, 'latin1')}`;
}
