import { closeSync, openSync, readSync } from 'node:fs';
import { type FolderFile, ItemSplitter, parseFolderItem } from '../content/folder-text.ts';

const CHUNK = 1 << 18;

/** The files that a folder's object lists, read part by part. Throws as `openSync` does where there is no object. */
export class FolderObject implements Iterable<FolderFile> {
  readonly #path: string;
  #isDamaged = false;

  /** @param path absolute path of the object. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Whether what was read so far is no list of files: it ended where the damage begins. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** Its files in the order of the object, from the first on. */
  *[Symbol.iterator](): Generator<FolderFile> {
    const fd = openSync(this.#path, 'r');
    try {
      const splitter = new ItemSplitter();
      const decoder = new TextDecoder();
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer))
        for (const text of splitter.push(decoder.decode(buffer.subarray(0, read), { stream: true }))) {
          const file = parseFolderItem(text);
          if (file === undefined) {
            this.#isDamaged = true;
            return;
          }
          yield file;
        }
      this.#isDamaged = !splitter.isWhole;
    } finally {
      closeSync(fd);
    }
  }
}
