import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBook, locateBook } from '../../src/book/locate.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';

let root: string;
let home: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'jb-locate-')));
  home = join(root, 'home');
  mkdirSync(join(home, 'p', 'src'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function locate(
  cwd: string,
  options: { readonly book?: string } = {},
  env: Record<string, string> = {},
): unknown {
  const place = locateBook(realHost({ cwd, home, env }), options);
  return place.ok ? place.value : place.error;
}

test('outside git: here; an existing one above is taken', () => {
  const p = join(home, 'p');
  expect(locate(join(p, 'src'))).toEqual({ dir: join(p, 'src', '.joulebook'), exists: false, why: 'cwd' });
  mkdirSync(join(p, '.joulebook'));
  expect(locate(join(p, 'src'))).toEqual({ dir: join(p, '.joulebook'), exists: true, why: 'ancestor' });
});

test('in git: made at the root, and never looked for above it; a worktree counts', () => {
  const p = join(home, 'p');
  writeFileSync(join(p, '.git'), 'gitdir: elsewhere');
  expect(locate(join(p, 'src'))).toEqual({ dir: join(p, '.joulebook'), exists: false, why: 'git-root' });
  mkdirSync(join(root, '.joulebook'));
  mkdirSync(join(home, '.joulebook'));
  expect(locate(join(p, 'src'))).toMatchObject({ dir: join(p, '.joulebook'), exists: false });
  mkdirSync(join(p, 'src', '.joulebook'));
  expect(locate(join(p, 'src'))).toMatchObject({ dir: join(p, 'src', '.joulebook'), exists: true });
});

test('never in the home folder: not made there, not found there', () => {
  const note = expect.stringContaining('home folder') as string;
  const dir = join(home, '.local', 'share', 'joulebook');
  expect(locate(home)).toEqual({ dir, exists: false, why: 'data-home', note });
  expect(locate(home, {}, { XDG_DATA_HOME: '/x' })).toMatchObject({ dir: '/x/joulebook' });
  expect(locate(home, {}, { XDG_DATA_HOME: 'relative' })).toMatchObject({ dir });
  mkdirSync(join(home, '.git')); // dotfiles in git
  expect(locate(join(home, 'p'))).toMatchObject({ why: 'data-home', dir });
  mkdirSync(join(home, '.joulebook'));
  expect(locate(home)).toMatchObject({ why: 'data-home' });
  symlinkSync(home, join(root, 'link'));
  expect(locate(join(root, 'link'))).toMatchObject({ why: 'data-home' });
});

test('--book before JOULEBOOK_DIR before the folders', () => {
  const p = join(home, 'p');
  mkdirSync(join(p, '.joulebook'));
  const env = { JOULEBOOK_DIR: join(root, 'e') };
  expect(locate(p, { book: 'b' }, env)).toEqual({ dir: join(p, 'b'), exists: false, why: 'option' });
  expect(locate(p, {}, env)).toEqual({ dir: join(root, 'e'), exists: false, why: 'environment' });
  expect(locate(p, { book: '' }, { JOULEBOOK_DIR: '' })).toMatchObject({ why: 'ancestor' });
});

test('a book that is a file, wherever it is named', () => {
  const p = join(home, 'p');
  writeFileSync(join(p, 'file'), '');
  const refused = {
    code: 'E_BOOK_PATH',
    what: expect.any(String),
    why: expect.any(String),
    fix: expect.any(String),
  };
  expect(locate(p, { book: 'file' })).toMatchObject(refused);
  expect(locate(p, {}, { JOULEBOOK_DIR: join(p, 'file') })).toMatchObject(refused);
  writeFileSync(join(p, '.joulebook'), '');
  expect(locate(join(p, 'src'))).toMatchObject(refused);
  expect(createBook(join(p, '.joulebook'))).toMatchObject(refused);
  expect(createBook(join(p, 'file', 'x'))).toMatchObject(refused);
});

test('a folder with other things in it is not made a book: its .gitignore would hide them', () => {
  const p = join(home, 'p');
  writeFileSync(join(p, 'train.py'), '');
  expect(locate(p, { book: '.' })).toMatchObject({
    code: 'E_BOOK_PATH',
    fix: expect.stringContaining('.joulebook') as string,
  });
  mkdirSync(join(root, 'empty'));
  expect(locate(p, { book: join(root, 'empty') })).toMatchObject({ exists: true });
});

test('another’s book in a folder where everybody may write catches nobody', () => {
  const shared = join(root, 'shared');
  mkdirSync(join(shared, '.joulebook'), { recursive: true });
  chmodSync(shared, 0o1777);
  mkdirSync(join(shared, 'mine'));
  const stranger = { cwd: join(shared, 'mine'), home, env: {}, uid: statSync(shared).uid + 1 };
  expect(locateBook(realHost(stranger))).toMatchObject({
    ok: true,
    value: { dir: join(shared, 'mine', '.joulebook') },
  });
  expect(locate(join(shared, 'mine'))).toMatchObject({ dir: join(shared, '.joulebook') });
});

test('making a book hides it from git; one that a group keeps in git stays visible', () => {
  const dir = join(home, 'p', '.joulebook');
  expect(createBook(dir)).toBeUndefined();
  expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toBe('*\n');
  expect(createBook(dir)).toBeUndefined();
  mkdirSync(join(dir, 'runs'));
  rmSync(join(dir, '.gitignore'));
  expect(createBook(dir)).toBeUndefined();
  expect(() => statSync(join(dir, '.gitignore'))).toThrow(/ENOENT/u);
});
