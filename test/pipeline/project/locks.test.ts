import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { findRoot } from '../../../src/pipeline/project/find-root.io.ts';
import { takeRepoLock } from '../../../src/pipeline/project/repo-lock.io.ts';
import { PathLocks } from '../../../src/pipeline/project/rwlock.io.ts';

const host = realHost();
function repository(): string {
  const root = mkdtempSync(join(tmpdir(), 'jb-locks-'));
  mkdirSync(join(root, '.dvc', 'tmp'), { recursive: true });
  return root;
}

describe('the lock of the repository', () => {
  it.each([false, true])(
    'keeps a second holder out until it is given back (hard link: %s)',
    async (isLink) => {
      const root = repository();
      const first = await takeRepoLock(host, root, isLink);
      if (!first.ok) throw new Error(first.error.what);
      const second = takeRepoLock(host, root, isLink);
      setTimeout(() => first.value.release(), 200);
      const taken = await second;
      expect(taken.ok).toBe(true);
      if (taken.ok) taken.value.release();
      expect(readdirSync(join(root, '.dvc', 'tmp')).filter((name) => name.includes('|'))).toEqual([]);
    },
  );
  it('is the flock that DVC takes, and is refused after three seconds', async () => {
    const root = repository();
    const path = join(root, '.dvc', 'tmp', 'lock');
    const holder = spawn('flock', [path, '-c', 'echo held; read x'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const begin = host.clock.bootS();
    const refused = await takeRepoLock(host, root, false);
    expect(host.clock.bootS() - begin).toBeGreaterThanOrEqual(3);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'E_PIPELINE_LOCKED', what: 'Unable to acquire lock' },
    });
    holder.stdin.end('\n');
    await once(holder, 'exit');
    const taken = await takeRepoLock(host, root, false);
    expect(taken.ok).toBe(true);
  });
});

describe('claims on paths', () => {
  it('are written as DVC writes them, and taken out again', async () => {
    const root = repository();
    const locks = new PathLocks(host, root, false, 'joulebook repro');
    const claims = await Promise.all([
      locks.claim({ read: ['/a/in'], write: ['/a/out'] }),
      locks.claim({ read: ['/a/out/x', '/a/in'], write: ['/b'] }),
    ]);
    const me = { pid: host.pid, cmd: 'joulebook repro' };
    const file = join(root, '.dvc', 'tmp', 'rwlock');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      write: { '/a/out': me, '/b': me },
      read: { '/a/in': [me], '/a/out/x': [me] },
    });
    for (const claim of claims) {
      if (!claim.ok) throw new Error(claim.error.what);
      expect(await claim.value.release()).toBeUndefined();
    }
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ write: {}, read: {} });
  });
  it('of another process block what overlaps with what it writes, and what we would write of what it reads', async () => {
    const root = repository();
    const file = join(root, '.dvc', 'tmp', 'rwlock');
    const other = { pid: process.ppid, cmd: 'dvc repro' };
    const dead = { pid: 2 ** 22 + 1, cmd: 'dvc gone' };
    const theirs = { write: { '/w/dir': other, '/gone': dead }, read: { '/r/f': [dead, other] } };
    writeFileSync(file, JSON.stringify(theirs));
    const locks = new PathLocks(host, root, false, 'us');
    const claim = async (read: string[], write: string[]): Promise<string> => {
      const claimed = await locks.claim({ read, write });
      if (!claimed.ok) return claimed.error.what;
      await claimed.value.release();
      return 'free';
    };
    expect(await claim(['/w/dir/x'], [])).toBe("'/w/dir/x' is busy");
    expect(await claim(['/w'], [])).toBe("'/w' is busy");
    expect(await claim([], ['/r'])).toBe("'/r' is busy");
    expect(await claim(['/r/f', '/w/dir2', '/gone'], ['/gone/x'])).toBe('free');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      write: { '/w/dir': other },
      read: { '/r/f': [other] },
    });
  });
  it.each(['', '{"write": 3}', '{"read": {"/a": [{"pid": "x", "cmd": 1}]}}'])(
    'in a damaged file %j are refused',
    async (text) => {
      const root = repository();
      writeFileSync(join(root, '.dvc', 'tmp', 'rwlock'), text);
      const claimed = await new PathLocks(host, root, false, 'us').claim({ read: [], write: ['/a'] });
      expect(claimed).toMatchObject({
        ok: false,
        error: { fix: expect.stringContaining('remove the file') as string },
      });
    },
  );
});

it('the root is the nearest folder above with .dvc in it', () => {
  const root = repository();
  mkdirSync(join(root, 'a', 'b'), { recursive: true });
  expect(findRoot(join(root, 'a', 'b'))).toEqual({ ok: true, value: { root, from: 'a/b' } });
  expect(findRoot(root)).toEqual({ ok: true, value: { root, from: '' } });
  expect(existsSync('/.dvc')).toBe(false);
  expect(findRoot('/')).toMatchObject({ ok: false, error: { code: 'E_NO_REPO' } });
});
