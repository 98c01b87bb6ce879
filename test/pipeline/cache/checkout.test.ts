import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout, unsavedFiles } from '../../../src/pipeline/cache/checkout.io.ts';
import { commit } from '../../../src/pipeline/cache/commit.io.ts';
import type { Workspace } from '../../../src/pipeline/cache/workspace.io.ts';
import type { Hashed } from '../../../src/pipeline/model/hashed.ts';
import type { LinkType } from '../../../src/pipeline/project/config.ts';
import { again, aWorkspace, hashOf, put, UMASK } from './a-workspace.ts';

/** Takes what lies there into the cache. */
function taken(workspace: Workspace, at: string): Hashed {
  const hashed = hashOf(workspace, at);
  expect(commit(workspace, at, hashed, true)).toEqual({ ok: true, value: true });
  return hashed;
}
const FOLDER = { 'd/a': 'one', 'd/b/c': 'two', 'd/b/e/f': 'two', 'd/z': '' };
const read = ({ root }: Workspace, path: string): string => readFileSync(join(root, path), 'utf8');
const leftovers = ({ root }: Workspace): readonly string[] =>
  [join(root, '.dvc', 'cache', 'joulebook'), join(root, '.dvc', 'tmp', 'joulebook', 'placing')].flatMap(
    (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  );

describe('a folder', () => {
  it('comes back as it was, and nothing that was right is touched', () => {
    const before = aWorkspace(FOLDER);
    const hashed = taken(before, 'd');
    rmSync(join(before.root, 'd', 'b'), { recursive: true });
    put(before.root, 'd/a', 'changed');
    put(before.root, 'd/new/x', 'does not belong');
    const kept = statSync(join(before.root, 'd', 'z'));
    const workspace = again(before.root);
    expect(checkout(workspace, 'd', hashed)).toEqual({
      ok: true,
      value: { how: 'modified', added: 2, modified: 1, deleted: 1 },
    });
    expect(hashOf(again(before.root), 'd')).toEqual(hashed);
    expect(read(workspace, 'd/a')).toBe('one');
    expect(existsSync(join(before.root, 'd', 'new'))).toBe(false);
    expect(statSync(join(before.root, 'd', 'z')).ino).toBe(kept.ino);
    expect(statSync(join(before.root, 'd', 'a')).mode & 0o777).toBe(0o666 & ~UMASK);
    expect(leftovers(workspace)).toEqual([]);
  });
  it('takes the place of a file, a file that of a folder, and both that of nothing', () => {
    const before = aWorkspace({ ...FOLDER, f: 'file' });
    const [folder, file] = [taken(before, 'd'), taken(before, 'f')];
    for (const at of ['f', 'd', 'nowhere/at/all']) {
      expect(checkout(again(before.root), at, folder).ok).toBe(true);
      expect(hashOf(again(before.root), at).md5).toBe(folder.md5);
      expect(checkout(again(before.root), at, file)).toMatchObject({ value: { added: 1, deleted: 4 } });
      expect(read(before, at)).toBe('file');
    }
  });
  it('changes a file into a folder and back inside of it', () => {
    const before = aWorkspace({ 'd/x': 'file', 'd/y/a': 'in folder' });
    const first = taken(before, 'd');
    rmSync(join(before.root, 'd'), { recursive: true });
    put(before.root, 'd/x/a', 'in folder');
    put(before.root, 'd/y', 'file');
    const second = taken(again(before.root), 'd');
    for (const wanted of [first, second, first]) {
      expect(checkout(again(before.root), 'd', wanted).ok).toBe(true);
      expect(hashOf(again(before.root), 'd').md5).toBe(wanted.md5);
    }
  });
  it('that is empty is there', () => {
    const before = aWorkspace();
    mkdirSync(join(before.root, 'd'));
    const hashed = taken(before, 'd');
    rmSync(join(before.root, 'd'), { recursive: true });
    expect(checkout(again(before.root), 'd', hashed)).toMatchObject({ value: { how: 'added', added: 0 } });
    expect(readdirSync(join(before.root, 'd'))).toEqual([]);
  });
  it('of which the cache lacks an object stays as it is', () => {
    const before = aWorkspace(FOLDER);
    const hashed = taken(before, 'd');
    put(before.root, 'd/a', 'mine');
    rmSync(before.store.pathOf({ hash: 'md5', md5: 'f97c5d29941bfb1b2fdab0874906ab82' })); // one
    expect(checkout(again(before.root), 'd', hashed)).toMatchObject({
      ok: false,
      error: { code: 'E_CACHE' },
    });
    expect(read(before, 'd/a')).toBe('mine');
  });
  it('does not take away what is not tracked but ignored', () => {
    const before = aWorkspace({ ...FOLDER, f: 'file', '.dvcignore': '*.log\n', 'd/b/x.log': 'log' });
    const file = taken(before, 'f');
    taken(before, 'd');
    expect(checkout(again(before.root), 'd', file)).toMatchObject({
      ok: false,
      error: { code: 'E_PIPELINE' },
    });
    expect(read(before, 'd/b/x.log')).toBe('log');
  });
  it('with many files is shared by the cores and comes out the same', () => {
    const before = aWorkspace();
    for (let i = 0; i < 900; i += 1) put(before.root, `d/${i % 7}/${i}`, `content ${i % 450}`);
    put(before.root, 'd/large', Buffer.alloc(3 << 20, 7));
    const hashed = taken(before, 'd');
    rmSync(join(before.root, 'd'), { recursive: true });
    expect(checkout(again(before.root), 'd', hashed)).toMatchObject({ value: { added: 901 } });
    rmSync(join(before.root, '.dvc', 'tmp', 'joulebook'), { recursive: true });
    expect(hashOf(again(before.root), 'd')).toEqual(hashed);
    expect(statSync(join(before.root, 'd', '3', '3')).mode & 0o777).toBe(0o644);
  });
  it('has names that are no UTF-8, that hold a line break or quotes, or are as long as they may be', () => {
    const before = aWorkspace();
    mkdirSync(join(before.root, 'd'));
    const odd = [Buffer.from([0x66, 0xff, 0x80, 0x2e]), Buffer.from([0xc3, 0x28])];
    for (const [i, name] of odd.entries())
      writeFileSync(Buffer.concat([Buffer.from(`${before.root}/d/`), name]), `odd ${i}`);
    for (const name of ['new\nline', '"quoted\\', 'ä'.repeat(127), '\u{1f600}', '\u2028'])
      put(before.root, `d/${name}`, name);
    const hashed = taken(before, 'd');
    expect(hashed.nfiles).toBe(7);
    const names = readdirSync(join(before.root, 'd'), { encoding: 'buffer' }).map((name) =>
      name.toString('hex'),
    );
    rmSync(join(before.root, 'd'), { recursive: true });
    expect(checkout(again(before.root), 'd', hashed)).toMatchObject({ value: { added: 7 } });
    const now = readdirSync(join(before.root, 'd'), { encoding: 'buffer' }).map((name) =>
      name.toString('hex'),
    );
    expect(now.sort()).toEqual(names.sort());
    expect(checkout(again(before.root), 'd', hashed)).toMatchObject({ value: { how: 'unchanged' } });
  });
});

describe('what would be lost', () => {
  const lost = (root: string, at: string, hashed: Hashed): readonly string[] =>
    [...unsavedFiles(again(root), at, hashed)].map((path) => path.slice(root.length + 1));
  it('is each file that is replaced or removed and that the cache does not hold', () => {
    const before = aWorkspace({ ...FOLDER, f: 'file' });
    const [folder, file] = [taken(before, 'd'), taken(before, 'f')];
    put(before.root, 'd/a', 'two'); // known by another name
    put(before.root, 'd/b/c', 'edited');
    put(before.root, 'd/new', 'unknown');
    expect(lost(before.root, 'd', folder)).toEqual(['d/b/c', 'd/new']);
    expect(lost(before.root, 'd', file)).toEqual(['d/b/c', 'd/new']);
    expect(lost(before.root, 'f', folder)).toEqual([]);
    put(before.root, 'f', 'edited');
    expect(lost(before.root, 'f', folder)).toEqual(['f']);
    expect(lost(before.root, 'nowhere', folder)).toEqual([]);
  });
});

describe('links', () => {
  const kindOf = (path: string): string => {
    const stats = lstatSync(path);
    return stats.isSymbolicLink() ? 'symlink' : stats.nlink > 1 ? 'hardlink' : 'copy';
  };
  it.each<readonly [LinkType]>([['hardlink'], ['symlink'], ['copy']])(
    'a %s is made when data are taken in, when they are checked out, and when that is changed',
    (type) => {
      const before = aWorkspace({ ...FOLDER, f: 'file' }, [type]);
      const at = (path: string): string => kindOf(join(before.root, path));
      const [folder, file] = [taken(before, 'd'), taken(before, 'f')];
      expect([at('d/a'), at('d/b/c'), at('f')]).toEqual([type, type, type]);
      rmSync(join(before.root, 'd'), { recursive: true });
      rmSync(join(before.root, 'f'));
      for (const [path, hashed] of [
        ['d', folder],
        ['f', file],
      ] as const)
        expect(checkout(again(before.root, [type]), path, hashed).ok).toBe(true);
      expect([at('d/a'), at('f')]).toEqual([type, type]);
      if (type === 'symlink') expect(readlinkSync(join(before.root, 'f'))).toBe(before.store.pathOf(file));
      for (const other of ['symlink', 'hardlink', 'copy', type] as const) {
        const workspace = again(before.root, [other]);
        for (const [path, hashed] of [
          ['d', folder],
          ['f', file],
        ] as const)
          expect(checkout(workspace, path, hashed, { isRelinked: true })).toMatchObject({
            value: { how: 'unchanged', added: 0, modified: 0 },
          });
        expect([at('d/a'), at('d/b/e/f'), at('f')]).toEqual([other, other, other]);
      }
      expect(statSync(before.store.pathOf(file)).mode & 0o777).toBe(0o444);
    },
  );
  it('an empty file is never a hard link: there may be more of them than a file system links to one', () => {
    const before = aWorkspace({ 'd/empty': '', 'd/x': '1', empty: '' }, ['hardlink']);
    const [folder, file] = [taken(before, 'd'), taken(before, 'empty')];
    const kinds = (): readonly string[] =>
      ['d/empty', 'd/x', 'empty'].map((path) => kindOf(join(before.root, path)));
    expect(kinds()).toEqual(['copy', 'hardlink', 'copy']);
    expect(kindOf(before.store.pathOf(file))).toBe('copy');
    rmSync(join(before.root, 'd'), { recursive: true });
    rmSync(join(before.root, 'empty'));
    const workspace = again(before.root, ['hardlink']);
    expect(checkout(workspace, 'd', folder).ok && checkout(workspace, 'empty', file).ok).toBe(true);
    expect(kinds()).toEqual(['copy', 'hardlink', 'copy']);
    expect(statSync(join(before.root, 'empty')).mode & 0o200).toBe(0o200);
  });
  it('a link to a file elsewhere is taken in as that file', () => {
    const before = aWorkspace({ 'out/side': 'content', 'd/x': '1' });
    symlinkSync(join(before.root, 'out', 'side'), join(before.root, 'd', 'link'));
    symlinkSync('out/side', join(before.root, 'alone'));
    taken(before, 'd');
    const alone = taken(before, 'alone');
    expect(readFileSync(before.store.pathOf(alone), 'utf8')).toBe('content');
    expect(lstatSync(before.store.pathOf(alone)).isFile()).toBe(true);
    expect(read(before, 'out/side')).toBe('content');
  });
  it('an executable file stays one, and its object is not made so', () => {
    for (const type of ['copy', 'hardlink', 'symlink'] as const) {
      const before = aWorkspace({ tool: 'echo' }, [type]);
      chmodSync(join(before.root, 'tool'), 0o755);
      const hashed = taken(before, 'tool');
      expect(hashed.isexec).toBe(true);
      rmSync(join(before.root, 'tool'));
      expect(checkout(again(before.root, [type]), 'tool', hashed).ok).toBe(true);
      expect(statSync(join(before.root, 'tool')).mode & 0o100).toBe(0o100);
      expect(statSync(before.store.pathOf(hashed)).mode & 0o777).toBe(0o444);
    }
  });
});
