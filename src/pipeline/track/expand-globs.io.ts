import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { globPattern } from '../params/glob-pattern.ts';

/**
 * The paths that patterns stand for, as Python's `glob` finds them: `*` and `?` in a name, `**` for any depth, hidden names only where the pattern has
 * the dot. A word without a match is kept as it is.
 */
export function expandGlobs(cwd: string, words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    if (!/[*?[]/.test(word)) return [word];
    const isAbsolute = word.startsWith('/');
    const parts = word.split('/').filter((part) => part !== '');
    const found = matches(isAbsolute ? '/' : cwd, isAbsolute ? '/' : '', parts);
    return found.length === 0 ? [word] : [...new Set(found)];
  });
}

function matches(folder: string, shown: string, [first, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  if (first === '..' || first === '.') return matches(join(folder, first), `${shown}${first}/`, rest);
  const isDeep = first === '**';
  const pattern = globPattern(isDeep ? '*' : first);
  const found: string[] = isDeep && rest.length > 0 ? [...matches(folder, shown, rest)] : [];
  for (const entry of entriesOf(folder)) {
    const { name } = entry;
    if ((name.startsWith('.') && !first.startsWith('.')) || !pattern.test(name)) continue;
    if (rest.length === 0) found.push(`${shown}${name}`);
    if (entry.isDirectory() && (isDeep || rest.length > 0))
      found.push(...matches(join(folder, name), `${shown}${name}/`, isDeep ? [first, ...rest] : rest));
  }
  return found;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // a folder that cannot be read holds no matches
  }
}
