import { opendirSync, type Stats, statSync } from 'node:fs';
import type { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import { byCodePoints } from '../values/code-points.ts';
import { nameOf, onDisk } from './disk-name.io.ts';

/** A file inside a tracked folder. */
export interface FoundFile {
  /** From the folder, with `/`. */
  readonly relpath: string;
  readonly path: string;
  readonly stats: Stats;
}

/** A folder that is being walked through. */
interface Level {
  readonly path: string;
  /** Where it lies in the folder that is walked, with a slash behind it. */
  readonly inside: string;
  readonly scope: IgnoreScope;
  /** Names, with a slash behind folders, by which they are sorted: what lies in a folder goes on with one. */
  readonly names: readonly string[];
  at: number;
}

/**
 * The files of a folder at any depth, sorted by their whole relative path as code points, with no more in memory than the names of the folders
 * on the way. A link to a file is that file; a link to a folder, and a folder that is a repository of its own, are not looked into.
 */
export class Walk {
  readonly #levels: Level[];

  /**
   * @param path absolute path of the folder.
   * @param scope what is ignored in it.
   */
  constructor(path: string, scope: IgnoreScope) {
    this.#levels = [{ path, inside: '', scope, names: namesIn(path), at: 0 }];
  }

  /** The next file; undefined at the end. */
  next(): FoundFile | undefined {
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      const name = level.names[level.at++];
      if (name === undefined) this.#levels.pop();
      else if (name.endsWith('/')) this.#enter(level, name);
      else if (!level.scope.ignoresFile(name)) {
        const path = `${level.path}/${name}`;
        return { relpath: level.inside + name, path, stats: statSync(onDisk(path)) };
      }
    }
    return undefined;
  }

  #enter({ path, inside, scope }: Level, name: string): void {
    const bare = name.slice(0, -1);
    const inner = scope.enter(bare);
    if (inner === undefined) return;
    const here = `${path}/${bare}`;
    const names = namesIn(here);
    if (names.includes('.dvc/') || names.includes('.dvc')) return;
    this.#levels.push({ path: here, inside: inside + name, scope: inner, names, at: 0 });
  }
}

const NAMES_AT_ONCE = 1024;

function namesIn(path: string): readonly string[] {
  const names: string[] = [];
  const folder = opendirSync(onDisk(path), { bufferSize: NAMES_AT_ONCE, encoding: 'latin1' });
  let isPlain = true;
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      const name = nameOf(entry.name);
      isPlain &&= name === entry.name;
      if (entry.isDirectory()) names.push(`${name}/`);
      else if (!(entry.isSymbolicLink() && isFolder(`${path}/${name}`))) names.push(name);
    }
  } finally {
    folder.closeSync();
  }
  // Code units sort as code points where there are no surrogates.
  return isPlain ? names.sort() : names.sort(byCodePoints);
}

function isFolder(path: string): boolean {
  return statSync(onDisk(path), { throwIfNoEntry: false })?.isDirectory() === true;
}
