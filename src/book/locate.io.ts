import {
  existsSync,
  lstatSync,
  readdirSync,
  realpathSync,
  statSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { type Problem, problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import type { Host } from '../host/host.ts';
import { makeFolder } from '../host/make-folder.io.ts';
import { err, ok, type Result } from '../result.ts';

/** The usual name of a book's folder. */
const BOOK_NAME = '.joulebook';

/** Where the book is, and why there. */
export interface BookPlace {
  readonly dir: string;
  readonly exists: boolean;
  readonly why: 'option' | 'environment' | 'ancestor' | 'git-root' | 'cwd' | 'data-home';
  /** Something that the user may not expect. */
  readonly note?: string;
}

/**
 * Finds the book: `--book`, else JOULEBOOK_DIR, else the nearest `.joulebook/` from the working folder up to the git root, else one to
 * be made at the git root, or in the working folder outside git. Never in the home folder itself. Makes nothing.
 */
export function locateBook(host: Host, options: { readonly book?: string } = {}): Result<BookPlace> {
  if (options.book !== undefined && options.book !== '') return given(host, options.book, 'option');
  const fromEnvironment = host.env['JOULEBOOK_DIR'];
  if (fromEnvironment !== undefined && fromEnvironment !== '')
    return given(host, fromEnvironment, 'environment');
  return nearest(host);
}

function given(host: Host, path: string, why: 'option' | 'environment'): Result<BookPlace> {
  const dir = resolve(host.cwd, path);
  const found = statOf(dir);
  if (found === undefined) return ok({ dir, exists: false, why });
  if (!found.isDirectory()) return err(notAFolder(dir));
  if (!looksLikeBook(dir)) {
    const fix = `name a folder of the book's own, e.g. ${join(path, BOOK_NAME)}`;
    const what = `${dir} is not a book`;
    return err(
      problem(
        'E_BOOK_PATH',
        what,
        'it is a folder that holds other things, and a book hides its folder from git',
        fix,
      ),
    );
  }
  return ok({ dir, exists: true, why });
}

/**
 * A folder may become a book if it is one, is empty, or has a book's usual name. It is listed once: between two looks another run may
 * make of it what neither of them knows.
 */
function looksLikeBook(dir: string): boolean {
  if (basename(dir) === BOOK_NAME) return true;
  try {
    const names = readdirSync(dir);
    return names.includes('runs') || names.includes('studies') || names.every(isOfBook);
  } catch {
    return true; // it cannot be read: the first use of it says why
  }
}

/** What a book may have without runs. */
function isOfBook(name: string): boolean {
  return name === '.gitignore' || name.startsWith('emissions') || name.startsWith('index.db');
}

function nearest(host: Host): Result<BookPlace> {
  const home = host.home === undefined ? undefined : real(host.home);
  let here = real(host.cwd);
  let gitRoot: string | undefined;
  for (;;) {
    if (here !== home) {
      const dir = join(here, BOOK_NAME);
      const found = statOf(dir);
      if (found !== undefined && !found.isDirectory()) return err(notAFolder(dir));
      if (found !== undefined && isTrusted(here, found, host.uid))
        return ok({ dir, exists: true, why: 'ancestor' });
    }
    if (existsSync(join(here, '.git'))) gitRoot = here;
    const parent = dirname(here);
    if (gitRoot !== undefined || here === home || parent === here) break;
    here = parent;
  }
  const place = gitRoot ?? real(host.cwd);
  if (place === home) return dataHome(host, place);
  return ok({ dir: join(place, BOOK_NAME), exists: false, why: gitRoot === undefined ? 'cwd' : 'git-root' });
}

/** In a folder where everybody may write (/tmp), only our own book is taken: another's must not catch our runs. */
function isTrusted(parent: string, book: Stats, uid: number): boolean {
  const everybodyWrites = ((statOf(parent)?.mode ?? 0) & 0o002) !== 0;
  return !everybodyWrites || book.uid === uid;
}

function dataHome(host: Host, home: string): Result<BookPlace> {
  const configured = host.env['XDG_DATA_HOME'];
  const base =
    configured !== undefined && isAbsolute(configured) ? configured : join(home, '.local', 'share');
  const dir = join(base, 'joulebook');
  const found = statOf(dir);
  if (found !== undefined && !found.isDirectory()) return err(notAFolder(dir));
  const note = `no book is made in the home folder itself: runs started there are kept in ${dir} (choose another place with --book)`;
  return ok({ dir, exists: found !== undefined, why: 'data-home', note });
}

/** Makes the book's folder, hidden from git. An existing book is left as it is. */
export function createBook(dir: string): Problem | undefined {
  try {
    makeFolder(dir);
    if (!existsSync(join(dir, 'runs'))) writeFileSync(join(dir, '.gitignore'), '*\n', { flag: 'wx' });
    return undefined;
  } catch (error) {
    const name = errnoName(error);
    if (name === 'EEXIST' && lstatSync(dir).isDirectory()) return undefined; // another run has just made it
    if (name === 'EEXIST' || name === 'ENOTDIR') return notAFolder(dir);
    const { why, fix } = whyNot(error);
    return problem('E_BOOK_WRITE', `cannot make the book ${dir}`, why, fix);
  }
}

function notAFolder(dir: string): Problem {
  return problem(
    'E_BOOK_PATH',
    `${dir} cannot be a book`,
    'it, or a part of its path, is a file, and a book is a folder',
    'move that file away, or choose another place with --book',
  );
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined; // not there, or hidden from us: what is made there says why it cannot be
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
