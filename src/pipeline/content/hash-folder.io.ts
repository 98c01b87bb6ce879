import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { problem } from '../../errors.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { byCodePoints } from '../values/code-points.ts';
import { folderItemText } from './folder-text.ts';
import { type ListedFile, type ListingHead, ListingReader, ListingWriter } from './listing.io.ts';
import { isSameMark } from './settled.ts';
import type { FoundFile } from './walk.io.ts';

/** Hashes a file that was not known, or looks otherwise than it did. */
export type HashFile = (file: FoundFile) => ListedFile;

/**
 * The hash of a folder. While its files look as the listing has them nothing is read or written; from the first difference on, a new listing
 * takes the old one's place.
 *
 * @param listing absolute path of the listing, which need not be there.
 * @param files the folder's files in the order of the listing.
 */
export function hashFolder(
  listing: string,
  files: Generator<FoundFile>,
  hashFile: HashFile,
): Result<ListingHead> {
  const reader = ListingReader.open(listing);
  try {
    let same = 0;
    let listed = reader?.next();
    let found = files.next();
    while (listed !== undefined && found.done !== true && looksSame(listed, found.value)) {
      same += 1;
      listed = reader?.next();
      found = files.next();
    }
    const isWhole = listed === undefined && found.done === true && same === reader?.head.nfiles;
    if (isWhole && reader !== undefined) return ok(reader.head);
    return rebuild(listing, same, hashFile, {
      old: { first: listed, next: () => reader?.next() },
      new: { first: found.done === true ? undefined : found.value, next: () => nextOf(files) },
    });
  } finally {
    reader?.close();
  }
}

interface Source<T> {
  readonly first: T | undefined;
  readonly next: () => T | undefined;
}

function rebuild(
  listing: string,
  same: number,
  hashFile: HashFile,
  rest: { readonly old: Source<ListedFile>; readonly new: Source<FoundFile> },
): Result<ListingHead> {
  makeFolder(dirname(listing));
  const build = new Build(listing);
  try {
    build.copy(listing, same);
    let listed = rest.old.first;
    for (let found = rest.new.first; found !== undefined; found = rest.new.next()) {
      if (/(?:^|\/)\.dvcignore$/.test(found.relpath)) return err(holdsIgnoreFile(found.path));
      while (listed !== undefined && byCodePoints(listed.relpath, found.relpath) < 0)
        listed = rest.old.next();
      build.add(listed !== undefined && looksSame(listed, found) ? listed : hashFile(found));
    }
    return ok(build.finish());
  } finally {
    build.close();
  }
}

/** A listing that is being written, and the hash of the folder's object as it grows. */
class Build {
  readonly #writer: ListingWriter;
  readonly #hash = createHash('md5').update('[');
  #nfiles = 0;
  #size = 0;
  #isFinished = false;

  constructor(listing: string) {
    this.#writer = new ListingWriter(listing);
  }

  /** Takes the first files of the old listing over. */
  copy(listing: string, count: number): void {
    const reader = count === 0 ? undefined : ListingReader.open(listing);
    for (let i = 0; i < count; i += 1) {
      const file = reader?.next();
      if (file !== undefined) this.add(file);
    }
    reader?.close();
  }

  add(file: ListedFile): void {
    this.#hash.update(this.#nfiles === 0 ? folderItemText(file) : `, ${folderItemText(file)}`);
    this.#nfiles += 1;
    this.#size += file.size;
    this.#writer.add(file);
  }

  finish(): ListingHead {
    const head = { md5: this.#hash.update(']').digest('hex'), nfiles: this.#nfiles, size: this.#size };
    this.#writer.finish(head);
    this.#isFinished = true;
    return head;
  }

  close(): void {
    if (!this.#isFinished) this.#writer.discard();
  }
}

function looksSame(listed: ListedFile, { relpath, stats }: FoundFile): boolean {
  return listed.relpath === relpath && listed.isSettled && isSameMark(listed, stats);
}

function nextOf<T>(source: Generator<T>): T | undefined {
  const next = source.next();
  return next.done === true ? undefined : next.value;
}

function holdsIgnoreFile(path: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `.dvcignore file should not be in collected dir path: '${dirname(path)}'`,
    'what a tracked folder holds would depend on a file inside it',
    'move the .dvcignore to the folder above, or let that folder be untracked',
  );
}
