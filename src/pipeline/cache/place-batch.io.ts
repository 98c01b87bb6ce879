import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import type { Result } from '../../result.ts';
import type { Crew } from '../content/crew.io.ts';
import { onDisk } from '../content/disk-name.io.ts';
import type { FolderFile } from '../content/folder-text.ts';
import type { ListingWriter } from '../content/listing.io.ts';
import type { ListedFile } from '../content/listed-file.ts';
import type { Placer } from './placer.io.ts';

/** How many files are put in place before they are listed, so that the cores can share them. */
const BATCH = 2048;

interface ToPlace extends FolderFile {
  readonly object: string;
  readonly target: string;
}

type Failed = Extract<Result<never>, { ok: false }>;

/** Puts the files of a folder in place and lists them in their order, with the help of other threads where that is worth it. */
export class PlaceBatch {
  readonly #placer: Placer;
  readonly #crew: Crew;
  readonly #listing: ListingWriter;
  #row: (ListedFile | ToPlace)[] = [];

  constructor(placer: Placer, crew: Crew, listing: ListingWriter) {
    this.#placer = placer;
    this.#crew = crew;
    this.#listing = listing;
  }

  /** A file that stays as it is. */
  keep(file: ListedFile): Failed | undefined {
    return this.#push(file);
  }

  /**
   * A file that is to be put in place.
   *
   * @param object absolute path in the cache.
   * @param target absolute path in the workspace.
   */
  place(object: string, target: string, { relpath, md5 }: FolderFile): Failed | undefined {
    return this.#push({ relpath, md5, object, target });
  }

  /** Puts in place what is left. */
  finish(): Failed | undefined {
    const row = this.#row;
    this.#row = [];
    const failed = this.#placeAll(row.filter((file) => 'object' in file));
    if (failed !== undefined) return failed;
    for (const file of row)
      this.#listing.add('object' in file ? justPlaced(file.relpath, file.md5, file.target) : file);
    return undefined;
  }

  #push(file: ListedFile | ToPlace): Failed | undefined {
    this.#row.push(file);
    return this.#row.length < BATCH ? undefined : this.finish();
  }

  #placeAll(files: readonly ToPlace[]): Failed | undefined {
    const failures: Failed[] = [];
    const isPlaced = new Set<number>();
    const own = (i: number): boolean => {
      const file = files[i];
      const placed = file && this.#placer.place(file.object, file.target);
      if (placed?.ok === false) failures.push(placed);
      isPlaced.add(i);
      return failures.length === 0;
    };
    // The first one shows in which way files can be put there.
    if (files.length > 0) own(0);
    const tempFolder = this.#placer.copyFolder();
    if (failures.length === 0 && tempFolder !== undefined && this.#crew.isWorth(files.length, 0)) {
      for (const { target } of files) this.#tryFolder(dirname(target));
      const objects = files.map(({ object }, i) => (i === 0 ? '' : object));
      const targets = files.map(({ target }) => target);
      const job = { k: 'place', tempFolder, mode: this.#placer.mode } as const;
      const { md5Of } = this.#crew.share(job, objects, targets, (i) => i === 0 || own(i));
      for (const i of files.keys()) if (md5Of(i) !== undefined) isPlaced.add(i);
    }
    for (const i of files.keys()) if (failures.length === 0 && !isPlaced.has(i)) own(i);
    return failures[0];
  }

  /** What is wrong with a folder is told when a file is put into it. */
  #tryFolder(folder: string): void {
    try {
      this.#placer.makeFolder(folder);
    } catch (error) {
      if (errnoName(error) === undefined) throw error;
    }
  }
}

/** What is remembered of a file that was just put in place. */
export function justPlaced(relpath: string, md5: string, path: string): ListedFile {
  const { ino, mtimeMs, ctimeMs, size } = statSync(onDisk(path));
  return { relpath, md5, ino, mtimeMs, ctimeMs, size, trust: 'placed' };
}
