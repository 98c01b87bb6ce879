import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { problem } from '../../errors.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { byCodePoints } from '../values/code-points.ts';
import { folderItemText } from './folder-text.ts';
import { ListingReader, ListingWriter } from './listing.io.ts';
import type { ListedFile, ListingHead } from './listed-file.ts';
import { notAFile } from './not-a-file.ts';
import { isSameFile, isSameMark, isSettled } from './settled.ts';
import type { FoundFile, Walk } from './walk.io.ts';

/** Hashes files that were not known, or look otherwise than they did; in the same order. */
export type HashFiles = (files: readonly FoundFile[]) => Result<readonly ListedFile[]>;

/** How many files are handed to be hashed at once at most, so that the cores can share them. */
const BATCH = 2048;
const TEXT_AT_ONCE = 1 << 16;

/**
 * The hash of a folder. While its files look as the listing has them nothing is read or written; from the first difference on, a new listing
 * takes the old one's place.
 *
 * @param listing absolute path of the listing, which need not be there.
 * @param walk the folder's files in the order of the listing.
 * @param nowMs wall time before the first file was looked at, ms.
 */
export function hashFolder(
  listing: string,
  walk: Walk,
  hashFiles: HashFiles,
  nowMs: number,
): Result<ListingHead> {
  const reader = ListingReader.open(listing);
  try {
    let same = 0;
    let listed = reader?.next();
    let found = walk.next();
    while (listed?.trust === 'settled' && found !== undefined && looksSame(listed, found)) {
      same += 1;
      listed = reader?.next();
      found = walk.next();
    }
    const isWhole = listed === undefined && found === undefined && same === reader?.head.nfiles;
    if (isWhole && reader !== undefined) return ok(reader.head);
    makeFolder(dirname(listing));
    const build = new Build(listing, hashFiles);
    try {
      build.copy(listing, same);
      for (; found !== undefined; found = walk.next()) {
        if (/(?:^|\/)\.dvcignore$/.test(found.relpath)) return err(holdsIgnoreFile(found.path));
        if (!found.stats.isFile()) return err(notAFile(found.path));
        while (listed !== undefined && byCodePoints(listed.relpath, found.relpath) < 0)
          listed = reader?.next();
        const known = listed === undefined ? undefined : stillKnown(listed, found, nowMs);
        const failed = known === undefined ? build.await(found) : build.add(known);
        if (failed !== undefined) return failed;
      }
      return build.finish();
    } finally {
      build.close();
    }
  } finally {
    reader?.close();
  }
}

type Failed = Extract<Result<never>, { ok: false }>;

/** A listing that is being written, and the hash of the folder's object as it grows. */
class Build {
  readonly #hashFiles: HashFiles;
  readonly #writer: ListingWriter;
  readonly #hash = createHash('md5');
  #text = '[';
  /** Files that are known and files that wait for being hashed, in their order. */
  #row: (ListedFile | FoundFile)[] = [];
  #waiting = 0;
  #nfiles = 0;
  #size = 0;
  #isFinished = false;

  constructor(listing: string, hashFiles: HashFiles) {
    this.#writer = new ListingWriter(listing);
    this.#hashFiles = hashFiles;
  }

  /** Takes the first files of the old listing over. */
  copy(listing: string, count: number): void {
    const reader = count === 0 ? undefined : ListingReader.open(listing);
    for (let i = 0; i < count; i += 1) {
      const file = reader?.next();
      if (file !== undefined) this.#write(file);
    }
    reader?.close();
  }

  /** A file whose hash is known. */
  add(file: ListedFile): Failed | undefined {
    if (this.#row.length === 0) {
      this.#write(file);
      return undefined;
    }
    this.#row.push(file);
    return this.#row.length < BATCH ? undefined : this.#flush();
  }

  /** A file that is to be hashed. */
  await(file: FoundFile): Failed | undefined {
    this.#row.push(file);
    this.#waiting += 1;
    return this.#row.length < BATCH ? undefined : this.#flush();
  }

  finish(): Result<ListingHead> {
    const failed = this.#flush();
    if (failed !== undefined) return failed;
    const head = {
      md5: this.#hash.update(`${this.#text}]`).digest('hex'),
      nfiles: this.#nfiles,
      size: this.#size,
    };
    this.#writer.finish(head);
    this.#isFinished = true;
    return ok(head);
  }

  close(): void {
    if (!this.#isFinished) this.#writer.discard();
  }

  #flush(): Failed | undefined {
    const row = this.#row;
    if (this.#waiting > 0) {
      const hashed = this.#hashFiles(row.filter((file) => 'stats' in file));
      if (!hashed.ok) return hashed;
      let next = 0;
      for (const file of row) {
        const listed = 'stats' in file ? hashed.value[next++] : file;
        if (listed !== undefined) this.#write(listed);
      }
    } else for (const file of row) if (!('stats' in file)) this.#write(file);
    this.#row = [];
    this.#waiting = 0;
    return undefined;
  }

  #write(file: ListedFile): void {
    this.#text += this.#nfiles === 0 ? folderItemText(file) : `, ${folderItemText(file)}`;
    if (this.#text.length > TEXT_AT_ONCE) {
      this.#hash.update(this.#text);
      this.#text = '';
    }
    this.#nfiles += 1;
    this.#size += file.size;
    this.#writer.add(file);
  }
}

function looksSame(listed: ListedFile, { relpath, stats }: FoundFile): boolean {
  return listed.relpath === relpath && isSameMark(listed, stats);
}

/** What is remembered of a file, if that still holds. */
function stillKnown(listed: ListedFile, found: FoundFile, nowMs: number): ListedFile | undefined {
  const { stats } = found;
  if (listed.trust === 'none' || listed.relpath !== found.relpath) return undefined;
  if (listed.trust === 'settled') return isSameMark(listed, stats) ? listed : undefined;
  return isSameFile(listed, stats) && isSettled(stats, nowMs)
    ? { ...listed, ctimeMs: stats.ctimeMs, trust: 'settled' }
    : undefined;
}

function holdsIgnoreFile(path: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `.dvcignore file should not be in collected dir path: '${dirname(path)}'`,
    'what a tracked folder holds would depend on a file inside it',
    'move the .dvcignore to the folder above, or let that folder be untracked',
  );
}
