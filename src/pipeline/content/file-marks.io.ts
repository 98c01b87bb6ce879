import { readFileSync } from 'node:fs';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { isSameFile, isSameMark, isSettled, type StatMark } from './settled.ts';

/** A file's hash and how the file looked when it was computed. */
interface Mark extends StatMark {
  readonly md5: string;
  /** It was put there from the cache, and only the time of the renaming is not known. */
  readonly isPlaced?: true;
}

/** Hashes of single files that need not be computed again while the files look the same. Losing it costs time only. */
export class FileMarks {
  readonly #folder: string;
  readonly #marks: Map<string, Mark>;
  #isChanged = false;

  /** @param folder where it is kept, made when there is something to keep. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#marks = new Map(Object.entries(load(`${folder}/files.json`)));
  }

  /** The hash of a file that looks as it did. */
  find(key: string, mark: StatMark, nowMs: number): string | undefined {
    const known = this.#marks.get(key);
    if (known === undefined) return undefined;
    if (known.isPlaced !== true) return isSameMark(known, mark) ? known.md5 : undefined;
    if (!isSameFile(known, mark) || !isSettled(mark, nowMs)) return undefined;
    this.keep(key, mark, known.md5);
    return known.md5;
  }

  /** @param isPlaced whether it was just put there from the cache. */
  keep(key: string, { ino, mtimeMs, ctimeMs, size }: StatMark, md5: string, isPlaced = false): void {
    this.#marks.set(key, { ino, mtimeMs, ctimeMs, size, md5, ...(isPlaced ? { isPlaced } : {}) });
    this.#isChanged = true;
  }

  /** Writes what is new. A folder that takes nothing is left alone: the next time is slower, nothing else. */
  save(): void {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    try {
      makeFolder(this.#folder);
    } catch {
      return;
    }
    writeFileAtomic(`${this.#folder}/files.json`, JSON.stringify(Object.fromEntries(this.#marks)));
  }
}

function load(path: string): Readonly<Record<string, Mark>> {
  try {
    const data: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, Mark>>) : {};
  } catch {
    return {}; // none yet, or damaged: all is computed anew
  }
}
