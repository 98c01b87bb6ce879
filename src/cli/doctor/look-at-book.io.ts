import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { locateBook } from '../../book/locate.io.ts';
import { isUnfinished } from '../../book/recover.io.ts';
import { listRunFolders, type RunFolder } from '../../book/run-folder.io.ts';
import { openSqlite, SqliteFailure } from '../../book/sqlite.io.ts';
import type { Host } from '../../host/host.ts';
import { isLocked } from '../../host/lock.io.ts';
import type { BookFacts } from './book-facts.ts';
import { firstUnwritable, freeBytes, nearestFolder, tryFolder } from './try-folder.io.ts';

const BECAUSE = {
  option: 'named by --book',
  environment: 'named by JOULEBOOK_DIR',
  ancestor: 'the nearest .joulebook above the working folder',
  'git-root': 'the root of the git repository',
  cwd: 'the working folder',
  'data-home': "the user's data folder",
} as const;

/** The book's folder as somebody has named it, and where that stands; undefined where nobody has. */
export type NamedBook = { readonly path: string; readonly where: string } | undefined;

/**
 * Looks at the book that a run would write, without changing it: no run is closed and no index is made.
 */
export function lookAtBook(host: Host, named: NamedBook): BookFacts {
  const place = locateBook(host, named === undefined ? {} : { book: named.path });
  if (!place.ok) return { usable: false, problem: place.error };
  const { dir, exists, why, note } = place.value;
  const nearest = nearestFolder(dir);
  const free = freeBytes(nearest);
  const { folders, problems } = exists ? listRunFolders(dir) : { folders: [], problems: [] };
  const unfinished = folders.filter(isUnfinished).filter(hasBegun);
  const alive = unfinished.filter(({ journal }) => isLocked(journal)).length;
  const refused = exists ? firstUnwritable([dir, ...innerFolders(dir)]) : undefined;
  return {
    usable: true,
    dir,
    exists,
    because: named === undefined ? BECAUSE[why] : `named by ${named.where}`,
    ...(note === undefined ? {} : { note }),
    trial: refused === undefined ? tryFolder(nearest, !exists) : { can: false, ...refused },
    ...(free === undefined ? {} : { freeBytes: free }),
    runs: folders.length,
    bytes: sizeOf(join(dir, 'index.db')) + folders.reduce((sum, folder) => sum + bytesOf(folder), 0),
    alive,
    lost: unfinished.length - alive,
    problems,
    index: lookAtIndex(join(dir, 'index.db')),
  };
}

/** Folders in the book into which the next run goes, as far as they exist. */
function innerFolders(dir: string): readonly string[] {
  const runs = join(dir, 'runs');
  const year = newestIn(runs);
  const month = year === undefined ? undefined : newestIn(year);
  return [...(existsSync(runs) ? [runs] : []), ...[year, month].filter((path) => path !== undefined)];
}

function newestIn(folder: string): string | undefined {
  try {
    const name = readdirSync(folder)
      .filter((entry) => /^\d+$/.test(entry))
      .sort()
      .at(-1);
    return name === undefined ? undefined : join(folder, name);
  } catch {
    return undefined; // not there
  }
}

/** A run whose journal is still empty is just starting. */
function hasBegun({ journal }: RunFolder): boolean {
  return sizeOf(journal) > 0;
}

function bytesOf({ journal, record, series, report }: RunFolder): number {
  return [journal, record, series, report].reduce((sum, path) => sum + sizeOf(path), 0);
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function lookAtIndex(file: string): Extract<BookFacts, { usable: true }>['index'] {
  if (!existsSync(file)) return { state: 'none' };
  const opened = openSqlite(file, { busyMs: 1000 });
  if (!opened.ok) return { state: 'unusable', why: opened.error.why ?? opened.error.what };
  try {
    const [row] = opened.value.prepare('PRAGMA quick_check(1)').all();
    const said = String(Object.values(row ?? {})[0] ?? '');
    return said === 'ok' ? { state: 'good' } : { state: 'damaged', why: said };
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error;
    return { state: error.trouble === 'damaged' ? 'damaged' : 'unusable', why: error.message };
  } finally {
    try {
      opened.value.close();
    } catch {
      // a damaged file may not even be closed in order
    }
  }
}
