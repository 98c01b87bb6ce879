import { existsSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../src/host/make-folder.io.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'joulebook-folder-'));
});

test('makes a folder and those above it, and leaves alone what is there', () => {
  const path = join(base, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  makeFolder(join(base, 'a'));
  expect(statSync(path).isDirectory()).toBe(true);
  symlinkSync(path, join(base, 'link'));
  makeFolder(join(base, 'link', 'd'));
  expect(existsSync(join(path, 'd'))).toBe(true);
});

test('says what is wrong where it cannot', () => {
  writeFileSync(join(base, 'file'), '');
  expect(() => makeFolder(join(base, 'file'))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(base, 'file', 'a', 'b'))).toThrow(/ENOTDIR/);
  symlinkSync(join(base, 'nothing'), join(base, 'dangling'));
  expect(() => makeFolder(join(base, 'dangling', 'a'))).toThrow(/EEXIST/);
});

test('returns where a folder that is there takes none', () => {
  expect(() => makeFolder('/proc/joulebook/a/b')).toThrow();
});
