import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { collectGarbage, removeAbandoned } from '../../../src/pipeline/cache/collect-garbage.io.ts';
import { ObjectStore } from '../../../src/pipeline/cache/object-store.io.ts';
import { folderText } from '../../../src/pipeline/content/folder-text.ts';
import { md5OfBytes } from '../../../src/pipeline/content/hash-file.io.ts';
import { aWorkspace, put } from './a-workspace.ts';

const named = (text: string): { readonly hash: 'md5'; readonly md5: string } => ({
  hash: 'md5',
  md5: md5OfBytes(text),
});
const fresh = (store: ObjectStore): ObjectStore => new ObjectStore(store.dir);

it('an object of another mode is read: a whole one is kept and marked, a damaged one goes', () => {
  const { store } = aWorkspace();
  const name = named('whole');
  expect(store.addBytes(Buffer.from('whole'), name).ok).toBe(true);
  const path = store.pathOf(name);
  expect(statSync(path).mode & 0o777).toBe(0o444);
  chmodSync(path, 0o644);
  expect(fresh(store).has(name)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o444);
  chmodSync(path, 0o644);
  writeFileSync(path, 'damaged');
  expect(fresh(store).has(name)).toBe(false);
  expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
});

it('a folder is there only with all that it lists, in whatever order and however it is written', () => {
  const { store } = aWorkspace();
  const files = ['b', 'a'].map((relpath) => ({ relpath, md5: md5OfBytes(relpath) }));
  for (const { relpath, md5 } of files) store.addBytes(Buffer.from(relpath), { hash: 'md5', md5 });
  for (const text of [folderText(files), JSON.stringify(files, undefined, 2)]) {
    const name = { hash: 'md5', md5: `${md5OfBytes(text)}.dir` } as const;
    store.addBytes(Buffer.from(text), name);
    const other = fresh(store);
    expect(other.has(name)).toBe(true);
    expect([...other.files(name)].map(({ relpath }) => relpath)).toEqual(['a', 'b']);
  }
  const name = { hash: 'md5', md5: `${md5OfBytes(folderText(files))}.dir` } as const;
  rmSync(store.pathOf(named('a')));
  expect(fresh(store).has(name)).toBe(false);
});

it.each(['', '[', '[{}]', '[{"md5": "x", "relpath": "a"}]', '{"a": 1}', '[]x', '[1]', '\u0000'])(
  'an object that says %j lists no folder',
  (text) => {
    const { store } = aWorkspace();
    const name = { hash: 'md5', md5: `${md5OfBytes('it')}.dir` } as const;
    store.addBytes(Buffer.from(text), name); // marked as verified, as if it had been damaged later
    expect(fresh(store).has(name)).toBe(false);
  },
);

it('the list of a folder leads nowhere out of it', () => {
  const { store } = aWorkspace();
  const md5 = md5OfBytes('x');
  store.addBytes(Buffer.from('x'), { hash: 'md5', md5 });
  for (const relpath of ['../x', '/x', 'a/../../x', 'a//b', '.', 'a\0b']) {
    const name = { hash: 'md5', md5: `${md5OfBytes(relpath)}.dir` } as const;
    store.addBytes(Buffer.from(JSON.stringify([{ md5, relpath }])), name);
    expect(fresh(store).has(name)).toBe(false);
  }
});

it('a file that changes while it is taken in is refused, and nothing of it stays', () => {
  const { store, root } = aWorkspace({ big: 'as it was hashed' });
  const name = named('as it was hashed');
  const outcome = store.addFile(join(root, 'big'), name, false, () => false);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'E_PIPELINE' } });
  expect(fresh(store).has(name)).toBe(false);
});

it('folders of a shared cache belong to the group', () => {
  const { root } = aWorkspace();
  const store = new ObjectStore(join(root, 'shared', 'cache'), true);
  const name = named('x');
  expect(store.addBytes(Buffer.from('x'), name).ok).toBe(true);
  for (let folder = dirname(store.pathOf(name)); folder !== root; folder = dirname(folder))
    expect(statSync(folder).mode & 0o7777).toBe(0o2775);
  expect(statSync(store.pathOf(name)).mode & 0o777).toBe(0o444);
});

it('what nothing uses goes, folders before their files; what is not the cache’s stays', () => {
  const { store, root } = aWorkspace();
  const [used, unused] = [named('used'), named('unused')];
  for (const text of ['used', 'unused']) store.addBytes(Buffer.from(text), named(text));
  const folder = { hash: 'md5', md5: `${md5OfBytes('[]')}.dir` } as const;
  store.addBytes(Buffer.from('[]'), folder);
  put(root, '.dvc/cache/energy/ab/cd/ef.json', '{}');
  put(root, '.dvc/cache/runs/ab/cd/ef', '');
  put(root, '.dvc/cache/ab/cdef', 'of DVC 2');
  const removed: string[] = [];
  const remove = (path: string): void => {
    removed.push(path);
    rmSync(path);
  };
  expect(collectGarbage(store, 'repo', new Set([used.md5]), remove)).toBe(2);
  expect(removed).toEqual([store.pathOf(folder), store.pathOf(unused)]);
  expect(collectGarbage(store, 'legacy', new Set(['abcdef']), remove)).toBe(0);
  expect(collectGarbage(store, 'legacy', new Set(), remove)).toBe(1);
  expect(readFileSync(join(root, '.dvc/cache/energy/ab/cd/ef.json'), 'utf8')).toBe('{}');
  expect(fresh(store).has(used)).toBe(true);
});

it('what a process that died left unfinished goes after a day', () => {
  const { root } = aWorkspace();
  const folder = join(root, 'left');
  mkdirSync(folder);
  for (const name of ['old.tmp', 'new.tmp']) writeFileSync(join(folder, name), '');
  const nowMs = statSync(join(folder, 'new.tmp')).mtimeMs;
  utimesSync(join(folder, 'old.tmp'), new Date(nowMs - 2 * 86_400_000), new Date(nowMs - 2 * 86_400_000));
  removeAbandoned(folder, nowMs);
  expect(statSync(join(folder, 'old.tmp'), { throwIfNoEntry: false })).toBeUndefined();
  expect(statSync(join(folder, 'new.tmp')).isFile()).toBe(true);
  removeAbandoned(join(root, 'nowhere'), nowMs);
});
