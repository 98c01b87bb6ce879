import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { byCodePoints } from '../values/code-points.ts';
import type { IgnoreScope } from '../ignore/ignore-scope.io.ts';

/** A file inside a tracked folder. */
export interface FoundFile {
  /** From the folder, with `/`. */
  readonly relpath: string;
  readonly path: string;
  readonly stats: Stats;
}

/**
 * The files of a folder at any depth, sorted by their whole relative path as code points, one folder's names in memory at a time. A link
 * to a file is that file; a link to a folder, and a folder that is a repository of its own, are not looked into.
 *
 * @param path absolute path of the folder.
 * @param scope what is ignored in it.
 */
export function* walkFiles(path: string, scope: IgnoreScope, inside = ''): Generator<FoundFile> {
  const entries = readdirSync(path, { withFileTypes: true });
  if (inside !== '' && entries.some((entry) => entry.name === '.dvc' && entry.isDirectory())) return;
  for (const { name, isFolder } of sorted(entries, path)) {
    const here = `${path}/${name}`;
    if (isFolder) {
      const inner = scope.enter(name);
      if (inner !== undefined) yield* walkFiles(here, inner, `${inside}${name}/`);
    } else if (!scope.ignoresFile(name)) {
      yield { relpath: `${inside}${name}`, path: here, stats: statSync(here) };
    }
  }
}

interface Entry {
  readonly name: string;
  /** The name by which it is sorted: what lies in a folder goes on with a slash. */
  readonly key: string;
  readonly isFolder: boolean;
}

function sorted(entries: readonly Dirent[], path: string): readonly Entry[] {
  return entries
    .filter((entry) => !(entry.isSymbolicLink() && isFolder(`${path}/${entry.name}`)))
    .map((entry) => {
      const isFolder = entry.isDirectory();
      return { name: entry.name, key: isFolder ? `${entry.name}/` : entry.name, isFolder };
    })
    .sort((a, b) => byCodePoints(a.key, b.key));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
