import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomic } from '../../src/host/atomic-file.io.ts';
import { bundled, started } from '../bundled.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-atomic-'));
});
afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true });
});

test('replaces text and bytes, and leaves nothing else', () => {
  const path = join(dir, 'a');
  expect(writeFileAtomic(path, 'é')).toBeUndefined();
  expect(writeFileAtomic(path, Uint8Array.of(1, 2), { sync: true })).toBeUndefined();
  expect([...readFileSync(path)]).toEqual([1, 2]);
  expect(readdirSync(dir)).toEqual(['a']);
});

test('a device is written to and stays a device', () => {
  const path = join(dir, 'null');
  symlinkSync('/dev/null', path);
  expect(writeFileAtomic(path, 'gone', { sync: true })).toBeUndefined();
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  expect(readlinkSync(path)).toBe('/dev/null');
  expect(readdirSync(dir)).toEqual(['null']);
});

test('a fault is a problem in three parts, the old file stays, no temporary file is left', async () => {
  expect(writeFileAtomic(join(dir, 'none', 'a'), 'x')).toMatchObject({
    code: 'E_OUTPUT',
    why: expect.stringContaining('ENOENT') as string,
    fix: expect.any(String),
  });
  mkdirSync(join(dir, 'folder'));
  expect(writeFileAtomic(join(dir, 'folder'), 'x')).toMatchObject({
    why: expect.stringContaining('EISDIR') as string,
  });
  const path = join(dir, 'a');
  writeFileSync(path, 'old');
  const program = bundled(`
    import { writeFileAtomic } from './src/host/atomic-file.io.ts';
    console.log(writeFileAtomic(process.argv[2]!, 'x'.repeat(100_000))?.why);
  `);
  // The limit of file sizes stands in for a full disk: a short write, then an error.
  const { out } = await started('prlimit', ['--fsize=4096', process.execPath, program, path]).ended;
  expect(out).toContain('EFBIG');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(dir).sort()).toEqual(['a', 'folder']);
});
