import { closeSync, lstatSync, openSync } from 'node:fs';
import { native } from '../host/native.io.ts';

/** A number that changes whenever the file is replaced or written; undefined where there is none. */
export type FileState = (path: string) => number | undefined;

/** statx(2): its structure is the same on every Linux, unlike that of stat. Offsets in 32-bit words. */
const STATX = 'int statx(int dir, const char *path, int flags, unsigned int mask, void *buffer)';
const AT_SYMLINK_NOFOLLOW = 0x100;
const MTIME_INO_SIZE = 0x40 | 0x100 | 0x200;
const STATX_WORDS = 64;
const INO = 8;
const SIZE = 10;
const MTIME_S = 28;
const MTIME_NS = 30;
const WORD = 2 ** 32;

/** Looks at one file in each of a folder's folders: the state of `<folder>/<name>/<file>` for every name, NaN where there is none. */
export type StatesIn = (folder: string, names: readonly string[], file: string) => Float64Array;

let chosen: StatesIn | undefined;

/** The fastest way here to look at many files: by statx a look costs 2 µs and no garbage, by Node's lstat 10 µs and five objects. */
export const statesIn: StatesIn = (folder, names, file) => {
  chosen ??= statesByStatx() ?? statesByLstat;
  return chosen(folder, names, file);
};

/** Both ways give the same number for the same file. */
export const byLstat: FileState = (path) => {
  try {
    // Without options: they cost a third more, and only runs that are alive have no such file.
    const { ino, size, mtimeMs } = lstatSync(path);
    return stateOf(ino, size, mtimeMs);
  } catch {
    return undefined; // none yet, or a part of the path is gone or is a file
  }
};

export const statesByLstat: StatesIn = (folder, names, file) =>
  Float64Array.from(names, (name) => byLstat(`${folder}/${name}/${file}`) ?? Number.NaN);

/** undefined where there is no statx: no native bindings, no Linux, an old C library. */
export function statesByStatx(): StatesIn | undefined {
  const bindings = native();
  if (bindings === null || process.platform !== 'linux') return undefined;
  let statx: (...args: unknown[]) => number;
  try {
    statx = bindings.func(STATX);
  } catch {
    return undefined;
  }
  const words = new Uint32Array(STATX_WORDS);
  const word = (at: number): number => words[at] ?? 0;
  if (new Uint8Array(Uint32Array.of(1).buffer)[0] !== 1) return undefined; // the words of a long stand the other way round
  return (folder, names, file) => {
    const states = new Float64Array(names.length).fill(Number.NaN);
    let dir: number;
    try {
      dir = openSync(folder, 'r'); // from here the way to each file is two steps, not ten
    } catch {
      return states;
    }
    for (let i = 0; i < names.length; i++) {
      if (statx(dir, `${names[i]}/${file}`, AT_SYMLINK_NOFOLLOW, MTIME_INO_SIZE, words) !== 0) continue;
      const mtimeMs = (word(MTIME_S) + word(MTIME_S + 1) * WORD) * 1000 + word(MTIME_NS) / 1e6;
      states[i] = stateOf(word(INO) + word(INO + 1) * WORD, word(SIZE) + word(SIZE + 1) * WORD, mtimeMs);
    }
    closeSync(dir);
    return states;
  };
}

/** As in `digest.ts`. */
const FIRST = 0x9e3779b1;
const SECOND = 0x5e2d58d9;

/** 53 bits of a mixture, in plain arithmetic: it is done ten thousand times in code that is still cold. */
function stateOf(ino: number, size: number, mtimeMs: number): number {
  const ms = Math.floor(mtimeMs);
  const x = (ino % WORD) ^ Math.imul(ino / WORD, SECOND);
  const y = (size % WORD) ^ Math.imul(size / WORD, FIRST) ^ Math.round((mtimeMs - ms) * 1e6);
  const z = (ms % WORD) ^ Math.imul(ms / WORD, SECOND);
  let a = Math.imul(x ^ FIRST, FIRST);
  let b = Math.imul(x ^ SECOND, SECOND);
  a = Math.imul((a ^ y) + (b >>> 15), FIRST);
  b = Math.imul((b ^ y) + (a >>> 13), SECOND);
  a = Math.imul((a ^ z) + (b >>> 15), FIRST);
  b = Math.imul((b ^ z) + (a >>> 13), SECOND);
  a ^= b >>> 15;
  return (b >>> 11) * WORD + (a >>> 0);
}
