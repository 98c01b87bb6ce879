import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LocalStore } from '../../../src/pipeline/remote/local/local-store.io.ts';
import { Collected, remoteContract, valueOf } from './remote-contract.ts';

const dir = mkdtempSync(join(tmpdir(), 'joulebook-local-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

remoteContract('a folder', async () => new LocalStore(join(dir, 'not/yet/made')), { large: 5_000_000 });

describe('a folder as a remote', () => {
  it('leaves nothing half written behind, and nothing that can be changed by accident', async () => {
    const folder = join(dir, 'clean');
    const store = new LocalStore(folder);
    writeFileSync(join(dir, 'file'), 'content');
    valueOf(await store.put({ path: join(dir, 'file'), size: 7 }, 'files/md5/ab/c'));
    expect(readdirSync(join(folder, 'files/md5/ab'))).toEqual(['c']);
    expect(statSync(join(folder, 'files/md5/ab/c')).mode & 0o777).toBe(0o444);
  });

  it('does not take for an object what another process was writing', async () => {
    const folder = join(dir, 'torn');
    mkdirSync(join(folder, 'runs/ab'), { recursive: true });
    writeFileSync(join(folder, 'runs/ab/.c.123.0.tmp'), 'half');
    expect(valueOf(await new LocalStore(folder).list('runs/'))).toEqual([]);
  });

  it('says what is in the way', async () => {
    writeFileSync(join(dir, 'a-file'), '');
    const store = new LocalStore(join(dir, 'a-file'));
    const put = await store.put({ path: join(dir, 'file'), size: 7 }, 'files/md5/ab/c');
    expect(put).toMatchObject({
      ok: false,
      error: { code: 'E_REMOTE', why: expect.stringMatching(/ENOTDIR|EEXIST/) },
    });
    expect(valueOf(await store.get('files/md5/ab/c', new Collected()))).toBe(false);
  });

  it('takes a link that leads nowhere for nothing', async () => {
    const folder = join(dir, 'links');
    mkdirSync(join(folder, 'runs'), { recursive: true });
    symlinkSync('/nowhere/at/all', join(folder, 'runs/link'));
    const store = new LocalStore(folder);
    expect(valueOf(await store.list('runs/'))).toEqual([]);
    expect(valueOf(await store.get('runs/link', new Collected()))).toBe(false);
  });
});
