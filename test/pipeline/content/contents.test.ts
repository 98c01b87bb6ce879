import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { Contents } from '../../../src/pipeline/content/contents.io.ts';
import { folderText, parseFolderText } from '../../../src/pipeline/content/folder-text.ts';
import { md5OfBytes } from '../../../src/pipeline/content/hash-file.io.ts';
import type { HashKind } from '../../../src/pipeline/content/keeper.ts';
import type { Hashed } from '../../../src/pipeline/model/hashed.ts';

const host = realHost();
function repository(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'jb-contents-'));
  mkdirSync(join(root, '.dvc', 'tmp'), { recursive: true });
  for (const [path, text] of Object.entries(files)) put(root, path, text);
  return root;
}
function put(root: string, path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
function hash(
  root: string,
  at: string,
  kind?: HashKind,
  contents = new Contents(host, root),
): Hashed | undefined {
  const hashed = contents.hash(at, kind);
  contents.save();
  if (!hashed.ok) throw new Error(hashed.error.what);
  return hashed.value;
}

describe('a folder', () => {
  const FILES = {
    Z: 'Z',
    _u: 'u',
    'a-b': '1',
    'a.txt': 'a\n',
    'a/b': '2',
    empty: '',
    'sub/crlf.txt': 'b\r\nc\r\n',
    'é/naïve "q".txt': 'x',
    '\ufffd.txt': 'gg',
    '😀.txt': 'ff',
  };
  it('has the hash that DVC 3.64 gave it, whatever its files are called', () => {
    const root = repository();
    for (const [name, text] of Object.entries(FILES)) put(root, `raw/${name}`, text);
    const contents = new Contents(host, root);
    expect(hash(root, 'raw', 'md5', contents)).toEqual({
      hash: 'md5',
      md5: 'ebb5e106c73d11aad0d6bae09075af9e.dir',
      size: 17,
      nfiles: 10,
    });
    expect([...contents.files('raw')].map(({ relpath }) => relpath)).toEqual(Object.keys(FILES));
  });
  it('that is empty has the hash that DVC gives it', () => {
    const root = repository();
    mkdirSync(join(root, 'e', 'inner'), { recursive: true });
    expect(hash(root, 'e')).toEqual({
      hash: 'md5',
      md5: 'd751713988987e9331980363e24189ce.dir',
      size: 0,
      nfiles: 0,
    });
  });
  it('is seen to change, and only what changed is read again', () => {
    const root = repository({ 'd/a': 'one', 'd/b/c': 'two', 'd/z': 'three' });
    const old = new Date(Date.now() - 60_000);
    for (const name of ['a', 'b/c', 'z']) utimesSync(join(root, 'd', name), old, old);
    const later = { ...host, clock: { ...host.clock, wallMs: () => host.clock.wallMs() + 60_000 } };
    const of = (): Hashed | undefined => hash(root, 'd', 'md5', new Contents(later, root));
    const first = of();
    expect(of()).toEqual(first);
    chmodSync(join(root, 'd', 'z'), 0o000); // read by nobody but root, and then only where it looks otherwise
    put(root, 'd/b/new', 'four');
    expect(of()).toMatchObject({ nfiles: 4, size: 15 });
    rmSync(join(root, 'd', 'b', 'new'));
    expect(of()).toEqual(first);
    put(root, 'd/a', 'eno');
    expect(of()?.md5).not.toBe(first?.md5);
  });
  it('does not hold what .dvcignore names, links to folders, or other repositories', () => {
    const root = repository({
      '.dvcignore': '*.log\n!keep.log\n/d/cut/\n',
      'd/a': '1',
      'd/x.log': '2',
      'd/keep.log': '3',
      'd/cut/b': '4',
      'd/repo/.dvc/config': '',
      'd/repo/f': '5',
      'elsewhere/g': '6',
    });
    symlinkSync(join(root, 'elsewhere'), join(root, 'd', 'folder'));
    symlinkSync(join(root, 'elsewhere', 'g'), join(root, 'd', 'file'));
    const contents = new Contents(host, root);
    hash(root, 'd', 'md5', contents);
    expect([...contents.files('d')].map(({ relpath }) => relpath)).toEqual(['a', 'file', 'keep.log']);
  });
  it('with a .dvcignore inside is refused', () => {
    const root = repository({ 'd/sub/.dvcignore': 'x' });
    expect(new Contents(host, root).hash('d')).toMatchObject({ ok: false, error: { code: 'E_PIPELINE' } });
  });
  it('with a damaged listing is hashed anew', () => {
    const root = repository({ 'd/a': '1', 'd/b': '2' });
    const first = hash(root, 'd');
    const listing = join(root, '.dvc', 'tmp', 'joulebook', `${md5OfBytes('md5:d')}.listing`);
    const { size } = statSync(listing);
    for (const text of ['', 'x', 'jbstat02'.padEnd(size, '\u0001')]) {
      writeFileSync(listing, text);
      expect(hash(root, 'd')).toEqual(first);
    }
  });
});

describe('a file', () => {
  it('hashes its bytes; whether it can be executed is told', () => {
    const root = repository({ tool: 'echo hello\r\n' });
    expect(hash(root, 'tool')).toEqual({ hash: 'md5', md5: md5OfBytes('echo hello\r\n'), size: 12 });
    chmodSync(join(root, 'tool'), 0o610);
    expect(hash(root, 'tool')?.isexec).toBe(true);
    expect(hash(root, 'gone')).toBeUndefined();
    expect(hash(root, 'tool/below')).toBeUndefined();
  });
  it('of DVC 2 has the line ends of Unix where it looks like text', () => {
    const root = repository({ text: 'a\r\nb\rc\n' });
    put(root, 'bytes', Buffer.from([0, 13, 10]));
    expect(hash(root, 'text', 'md5-dos2unix')).toEqual({ md5: md5OfBytes('a\nb\rc\n'), size: 7 });
    expect(hash(root, 'bytes', 'md5-dos2unix')).toEqual({
      md5: md5OfBytes(Buffer.from([0, 13, 10])),
      size: 3,
    });
  });
  it('that was just written is not believed to be as it was', () => {
    const root = repository({ f: 'aaa' });
    const first = hash(root, 'f');
    writeFileSync(join(root, 'f'), 'bbb');
    expect(hash(root, 'f')?.md5).not.toBe(first?.md5);
  });
});

it('a folder’s object says what it was made of, and nothing that leads out of it', () => {
  const name = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[/\0]|^\.\.?$/.test(text));
  const file = fc.record({ relpath: name, md5: fc.stringMatching(/^[0-9a-f]{32}$/) });
  fc.assert(
    fc.property(fc.array(file), (files) => {
      const text = folderText(files);
      expect(text).toMatch(/^[\x20-\x7e]*$/);
      expect(parseFolderText(text)).toEqual(files);
    }),
  );
  for (const relpath of ['../x', '/x', 'a/../../x', 'a//b'])
    expect(parseFolderText(folderText([{ relpath, md5: '0' }]))).toBeUndefined();
});
