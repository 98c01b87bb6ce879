// Keeps of the emitted types those that the library's own lead to: the others, one for each source file, would be most of an installation.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * @param {string} folder of the emitted declarations.
 * @param {string} entry the file that all begins with, relative to the folder.
 */
export function pruneTypes(folder, entry) {
  const kept = new Set();
  const open = [join(folder, entry)];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (kept.has(file)) continue;
    kept.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.ts['"]/g))
      open.push(join(dirname(file), `${path}.d.ts`));
  }
  for (const name of readdirSync(folder, { recursive: true }))
    if (name.endsWith('.d.ts') && !kept.has(join(folder, name))) rmSync(join(folder, name));
  // Folders that are empty now, the deepest first.
  const folders = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort((a, b) => b.length - a.length);
  for (const path of folders) if (readdirSync(path).length === 0) rmSync(path, { recursive: true });
  return [...kept].map((file) => relative(folder, file)).sort();
}
