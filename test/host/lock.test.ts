import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isLocked, lockFile, tryLock } from '../../src/host/lock.io.ts';
import { takeLockFile } from '../../src/host/lock-file.io.ts';
import { bundled, started } from '../bundled.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-lock-'));
  path = join(dir, 'file');
});
afterEach(() => rmSync(dir, { recursive: true }));

function locked(): { readonly fd: number; readonly release: () => void } {
  const lock = lockFile(path, { timeoutMs: 0 });
  if (!lock.ok) throw new Error(lock.error.what);
  return lock.value;
}

test('one holder at a time; released, it is free, and nothing is left behind', () => {
  const { release } = locked();
  expect(isLocked(path)).toBe(true);
  expect(lockFile(path, { timeoutMs: 20 })).toMatchObject({
    ok: false,
    error: { code: 'E_LOCKED', why: expect.any(String), fix: expect.any(String) },
  });
  release();
  expect(isLocked(path)).toBe(false);
  locked().release();
  expect(readdirSync(dir)).toEqual(['file']);
});

test('flock says busy on a second descriptor', () => {
  const [a, b] = [openSync(path, 'a'), openSync(path, 'a')];
  expect(tryLock(a)).toBe('locked');
  expect(tryLock(b)).toBe('busy');
  closeSync(a);
  expect(tryLock(b)).toBe('locked');
  closeSync(b);
});

test('a file that was replaced is not taken for the one at its path', () => {
  const { release } = locked();
  renameSync(path, join(dir, 'old'));
  const again = locked(); // another file: not locked by the first
  again.release();
  release();
  expect(existsSync(path)).toBe(true);
});

test('where the file cannot be made, the problem says why', () => {
  expect(lockFile(join(dir, 'none', 'file'), { timeoutMs: 0 })).toMatchObject({
    ok: false,
    error: { code: 'E_OUTPUT' },
  });
});

const HOLDER = `
  import { lockFile } from './src/host/lock.io.ts';
  const lock = lockFile(process.argv[2]!, { timeoutMs: 5000 });
  console.log(lock.ok ? 'held ' + lock.value.kind + '.' : 'refused');
  process.stdin.on('data', () => { if (lock.ok) lock.value.release(); console.log('released'); process.exit(0); });
`;

describe.each([
  ['flock', {}],
  ['file', { JOULEBOOK_NO_NATIVE: '1' }],
])('held elsewhere as %s', (kind, env) => {
  test.each([
    ['flock', {}],
    ['file', { JOULEBOOK_NO_NATIVE: '1' }],
  ])('keeps out one who uses %s, until it is killed', async (_, other) => {
    const program = bundled(HOLDER);
    const holder = started(process.execPath, [program, path], env);
    await holder.said(`held ${kind}.`);
    const refused = bundled(
      HOLDER.replace('timeoutMs: 5000', 'timeoutMs: 30').replace("process.stdin.on('data', ", 'void ('),
    );
    const second = await started(process.execPath, [refused, path], other).ended;
    expect(second).toMatchObject({ out: 'refused\n', err: '' });
    holder.kill('SIGKILL');
    await holder.ended;
    const third = started(process.execPath, [program, path], other);
    await third.said('held');
    third.kill('SIGKILL');
    await third.ended;
  });
});

const owner = (wishes: object): string =>
  JSON.stringify({
    host: hostname(),
    boot: 'another boot',
    pidns: 'pid:[1]',
    pid: 1,
    start: '1',
    ...wishes,
  });

describe('lock files', () => {
  test('ours is refused to a second, renewed, and gone after release', () => {
    const taken = takeLockFile(path);
    if (taken === 'busy' || !taken.ok) throw new Error('not taken');
    expect(takeLockFile(path)).toBe('busy');
    taken.value.release();
    expect(readdirSync(dir)).toEqual([]);
  });

  test('one that cannot be looked up is left alone for 60 s without renewal, then broken', () => {
    writeFileSync(path, owner({}));
    expect(takeLockFile(path)).toBe('busy');
    const at = (secondsAgo: number): void =>
      utimesSync(path, Date.now() / 1000 - secondsAgo, Date.now() / 1000 - secondsAgo);
    at(50);
    expect(takeLockFile(path)).toBe('busy');
    at(70);
    expect(takeLockFile(path)).toMatchObject({ ok: true });
  });

  test('one of a process that lives is never broken, however old', async () => {
    const holder = started(process.execPath, [bundled(HOLDER), path], { JOULEBOOK_NO_NATIVE: '1' });
    await holder.said('held file.');
    utimesSync(`${path}.lock`, 1, 1);
    expect(takeLockFile(`${path}.lock`)).toBe('busy');
    expect(isLocked(path)).toBe(true);
    holder.kill('SIGKILL');
    await holder.ended;
    expect(takeLockFile(`${path}.lock`)).toMatchObject({ ok: true }); // at once: its owner is dead
  });

  test('one without an owner in it (a crash of another program) lapses too', () => {
    writeFileSync(path, '');
    expect(takeLockFile(path)).toBe('busy');
    utimesSync(path, 1, 1);
    expect(takeLockFile(path)).toMatchObject({ ok: true });
  });

  test('a release after the lock was lost does not take the next owner’s away', () => {
    const taken = takeLockFile(path);
    if (taken === 'busy' || !taken.ok) throw new Error('not taken');
    writeFileSync(path, owner({}));
    taken.value.release();
    expect(existsSync(path)).toBe(true);
  });
});
