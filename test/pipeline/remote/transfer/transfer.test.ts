import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../../src/errors.ts';
import { ObjectStore } from '../../../../src/pipeline/cache/object-store.io.ts';
import { folderText } from '../../../../src/pipeline/content/folder-text.ts';
import { md5OfBytes } from '../../../../src/pipeline/content/hash-file.io.ts';
import type { Hashed } from '../../../../src/pipeline/model/hashed.ts';
import { LocalStore } from '../../../../src/pipeline/remote/local/local-store.io.ts';
import type { RemoteStore } from '../../../../src/pipeline/remote/remote-store.ts';
import { collectRemote, notInRemote } from '../../../../src/pipeline/remote/transfer/collect-remote.io.ts';
import { compareObjects } from '../../../../src/pipeline/remote/transfer/compare.io.ts';
import { fetchObjects } from '../../../../src/pipeline/remote/transfer/fetch.io.ts';
import { push, type TransferSetting } from '../../../../src/pipeline/remote/transfer/push.io.ts';
import type { Root } from '../../../../src/pipeline/remote/transfer/roots.ts';
import { fetchSideFolder, pushSideFolder } from '../../../../src/pipeline/remote/transfer/side-files.io.ts';
import { problem } from '../../../../src/errors.ts';
import { err } from '../../../../src/result.ts';
import { valueOf } from '../remote-contract.ts';

let dir: string;
let remoteDir: string;
let cacheDir: string;
let warned: Problem[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'joulebook-transfer-'));
  remoteDir = join(dir, 'remote');
  cacheDir = join(dir, 'cache');
  warned = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function setting(remote: RemoteStore = new LocalStore(remoteDir)): TransferSetting {
  const watch = {
    expect: () => {},
    bytes: () => {},
    done: () => {},
    warn: (one: Problem) => void warned.push(one),
  };
  return { store: new ObjectStore(cacheDir), remote, jobs: 4, watch };
}

function pathIn(base: string, { md5 }: Pick<Hashed, 'md5'>): string {
  return join(base, 'files/md5', md5.slice(0, 2), md5.slice(2));
}

function cached(text: string, suffix = ''): Hashed {
  const hashed: Hashed = { hash: 'md5', md5: md5OfBytes(text) + suffix };
  const path = pathIn(cacheDir, hashed);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o444);
  return hashed;
}

function cachedFolder(files: Readonly<Record<string, string>>): Hashed {
  const list = Object.entries(files).map(([relpath, text]) => ({ relpath, md5: cached(text).md5 }));
  return cached(folderText(list), '.dir');
}

/** What the remote holds, without what its folders are called. */
function held(): readonly string[] {
  return existsSync(remoteDir)
    ? readdirSync(remoteDir, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(remoteDir, name)).isFile())
        .sort()
    : [];
}

describe('sending', () => {
  it('brings each object once, however often it is used', async () => {
    const folder = cachedFolder({ a: 'same', 'sub/b': 'same', c: 'other' });
    const roots: Root[] = [
      { at: 'd', hashed: folder },
      { at: 'e', hashed: folder },
      { at: 'f', hashed: cached('same') },
    ];
    expect(valueOf(await push(setting(), roots))).toMatchObject({ count: 3, failures: [], missing: [] });
    expect(held()).toHaveLength(3);
    expect(valueOf(await push(setting(), roots))).toMatchObject({ count: 0 });
  });

  it('sends the list of a folder only behind all that it lists', async () => {
    const folder = cachedFolder({ a: 'one', b: 'two' });
    const order: string[] = [];
    const local = new LocalStore(remoteDir);
    const watched: RemoteStore = Object.assign(Object.create(local) as RemoteStore, {
      existing: local.existing.bind(local),
      put: async (...args: Parameters<RemoteStore['put']>) => {
        const done = await local.put(...args);
        order.push(args[1]);
        return done;
      },
    });
    valueOf(await push(setting(watched), [{ at: 'd', hashed: folder }]));
    expect(order).toHaveLength(3);
    expect(order.findIndex((key) => key.endsWith('.dir'))).toBe(2);
  });

  it('keeps the list of a folder back where a part of it did not come through, or is nowhere', async () => {
    const folder = cachedFolder({ a: 'one', b: 'two' });
    const lost = md5OfBytes('two');
    const local = new LocalStore(remoteDir);
    const broken: RemoteStore = Object.assign(Object.create(local) as RemoteStore, {
      existing: local.existing.bind(local),
      put: (...args: Parameters<RemoteStore['put']>) =>
        args[1].endsWith(lost.slice(2))
          ? Promise.resolve(err(problem('E_REMOTE', 'no')))
          : local.put(...args),
    });
    const tried = valueOf(await push(setting(broken), [{ at: 'd', hashed: folder }]));
    expect(tried).toMatchObject({ count: 1, failures: [{ what: 'no' }] });
    rmSync(pathIn(cacheDir, { md5: lost }));
    const again = valueOf(await push(setting(), [{ at: 'd', hashed: folder }]));
    expect(again).toMatchObject({ count: 0, missing: [{ at: 'd/b', md5: lost }] });
    expect(held().some((name) => name.endsWith('.dir'))).toBe(false);
  });

  it('sends of a folder only what was asked for, and then not its list', async () => {
    const folder = cachedFolder({ 'x/a': 'one', 'x/b': 'two', 'xy/c': 'three' });
    expect(valueOf(await push(setting(), [{ at: 'd', hashed: folder, within: 'x' }]))).toMatchObject({
      count: 2,
    });
    expect(held().some((name) => name.endsWith('.dir'))).toBe(false);
  });

  it('stops where everything fails', async () => {
    const roots = Array.from({ length: 50 }, (_, i): Root => ({ at: `f${i}`, hashed: cached(`${i}`) }));
    writeFileSync(remoteDir, 'a file in the way');
    const done = await push(setting(), roots);
    expect(done.ok ? done.value.failures.length : 0).toBeLessThan(15);
    expect(done.ok ? done.value.failures.length : 0).toBeGreaterThan(0);
  });
});

describe('fetching', () => {
  it('brings what was sent, marked as verified', async () => {
    const folder = cachedFolder({ a: 'one', 'ü/😀': 'two' });
    valueOf(await push(setting(), [{ at: 'd', hashed: folder }]));
    rmSync(cacheDir, { recursive: true });
    expect(valueOf(await fetchObjects(setting(), [{ at: 'd', hashed: folder }]))).toMatchObject({
      count: 3,
      failures: [],
    });
    for (const md5 of [folder.md5, md5OfBytes('one'), md5OfBytes('two')])
      expect(statSync(pathIn(cacheDir, { md5 })).mode & 0o777).toBe(0o444);
    expect(new ObjectStore(cacheDir).has(folder)).toBe(true);
  });

  it('keeps nothing that is not what its name says', async () => {
    const hashed = cached('whole');
    valueOf(await push(setting(), [{ at: 'f', hashed }]));
    rmSync(cacheDir, { recursive: true });
    chmodSync(pathIn(remoteDir, hashed), 0o644);
    writeFileSync(pathIn(remoteDir, hashed), 'whol');
    const done = valueOf(await fetchObjects(setting(), [{ at: 'f', hashed }]));
    expect(done).toMatchObject({
      count: 0,
      failures: [{ code: 'E_REMOTE', what: expect.stringContaining('is damaged') }],
    });
    expect(readdirSync(dirname(pathIn(cacheDir, hashed)))).toEqual([]);
  });

  it('takes what DVC 2.x hashed with other line ends', async () => {
    const hashed: Hashed = { md5: md5OfBytes('a\nb\n') };
    const key = join(remoteDir, hashed.md5.slice(0, 2), hashed.md5.slice(2));
    mkdirSync(dirname(key), { recursive: true });
    writeFileSync(key, 'a\r\nb\r\n');
    expect(valueOf(await fetchObjects(setting(), [{ at: 'f', hashed }]))).toMatchObject({
      count: 1,
      failures: [],
    });
    expect(readFileSync(join(cacheDir, hashed.md5.slice(0, 2), hashed.md5.slice(2)), 'utf8')).toBe(
      'a\r\nb\r\n',
    );
  });

  it('says what is nowhere', async () => {
    const hashed: Hashed = { hash: 'md5', md5: md5OfBytes('gone') };
    expect(valueOf(await fetchObjects(setting(), [{ at: 'f', hashed }]))).toMatchObject({
      count: 0,
      missing: [{ at: 'f' }],
    });
  });
});

describe('comparing', () => {
  it('tells what is only here, only there, or nowhere', async () => {
    const folder = cachedFolder({ a: 'both', b: 'gone' });
    const there = cached('there');
    valueOf(
      await push(setting(), [
        { at: 'd', hashed: folder, within: 'a' },
        { at: 'there', hashed: there },
      ]),
    );
    rmSync(pathIn(cacheDir, there));
    rmSync(pathIn(cacheDir, { md5: md5OfBytes('gone') }));
    const found = valueOf(
      await compareObjects(setting(), [
        { at: 'd', hashed: folder },
        { at: 'there', hashed: there },
        { at: 'here', hashed: cached('here') },
      ]),
    );
    expect([...found]).toEqual([
      ['d', 'new'],
      ['d/b', 'missing'],
      ['here', 'new'],
      ['there', 'deleted'],
    ]);
  });
});

describe('what lies beside the objects', () => {
  const KEY = 'ab'.repeat(32);
  it('travels as it is, and only what is what it should be', async () => {
    const run = join(cacheDir, 'runs/ab', KEY);
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, KEY), 'cmd: echo\n');
    writeFileSync(join(run, 'something else'), 'x');
    const sides = { cacheDir, ...setting() };
    expect(valueOf(await pushSideFolder(sides, 'runs/'))).toEqual({ count: 1, failures: [] });
    expect(held()).toEqual([`runs/ab/${KEY}/${KEY}`]);
    mkdirSync(join(remoteDir, 'runs/cd', 'cd'.repeat(32)), { recursive: true });
    writeFileSync(join(remoteDir, 'runs/cd', 'cd'.repeat(32), KEY), '[not, a, run]\n');
    rmSync(cacheDir, { recursive: true });
    expect(valueOf(await fetchSideFolder(sides, 'runs/'))).toEqual({ count: 1, failures: [] });
    expect(readFileSync(join(run, KEY), 'utf8')).toBe('cmd: echo\n');
    expect(warned).toMatchObject([{ what: expect.stringContaining('is damaged and was left there') }]);
  });
});

describe('clearing a remote', () => {
  it('leaves what is used, results of work and what is none of its own', async () => {
    const used = cachedFolder({ a: 'used' });
    const unused = cachedFolder({ b: 'unused' });
    const remote = new LocalStore(remoteDir);
    valueOf(
      await push(setting(), [
        { at: 'u', hashed: used },
        { at: 'v', hashed: unused },
      ]),
    );
    for (const name of ['runs/ab/x', 'energy/ab/x', 'readme', 'ab/cd']) {
      mkdirSync(dirname(join(remoteDir, name)), { recursive: true });
      writeFileSync(join(remoteDir, name), '');
    }
    const names = { repo: new Set([used.md5, md5OfBytes('used')]), legacy: new Set<string>() };
    const told: string[] = [];
    expect(valueOf(await collectRemote(remote, names, (shown) => told.push(shown)))).toEqual({
      repo: 2,
      legacy: 0,
    });
    expect(told.map((shown) => shown.endsWith('.dir'))).toEqual([true, false]);
    expect(held()).toHaveLength(8);
    expect(valueOf(await collectRemote(remote, names))).toEqual({ repo: 2, legacy: 0 });
    expect(held()).toHaveLength(6);
    expect(
      valueOf(await notInRemote(remote, { repo: new Set([used.md5, unused.md5]), legacy: new Set() })).repo,
    ).toEqual(new Set([unused.md5]));
  });
});
