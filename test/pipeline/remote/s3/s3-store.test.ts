import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realHost } from '../../../../src/host/real-host.io.ts';
import { openS3 } from '../../../../src/pipeline/remote/s3/open-s3.io.ts';
import type { RemoteStore } from '../../../../src/pipeline/remote/remote-store.ts';
import { bytesOf, Collected, remoteContract, valueOf } from '../remote-contract.ts';
import { FakeS3, refuse } from './fake-s3.ts';

const KEY = 'files/md5/ab/cdef';
let fake: FakeS3;
let dir: string;
beforeAll(async () => {
  fake = await FakeS3.start();
  dir = mkdtempSync(join(tmpdir(), 'joulebook-s3-'));
});
afterAll(async () => {
  await fake.stop();
  rmSync(dir, { recursive: true, force: true });
});

function open(settings: Readonly<Record<string, string>> = {}, bucket = 'bucket'): Promise<RemoteStore> {
  const host = { ...realHost(), env: {}, home: dir, random: () => 0 };
  const all = { access_key_id: 'id', secret_access_key: 'secret', endpointurl: fake.endpoint, ...settings };
  return openS3(host, { bucket, prefix: 'pre/fix' }, new Map(Object.entries(all))).then(valueOf);
}

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}

remoteContract('a bucket', () => open(), { large: 70 * 2 ** 20 });

describe('a bucket', () => {
  let store: RemoteStore;
  beforeEach(async () => {
    fake.objects.clear();
    fake.uploads.clear();
    fake.log.length = 0;
    fake.headers.length = 0;
    fake.fault = () => false;
    store = await open();
    return () => store.close();
  });

  it('is asked again where the server is busy, fell over or hung up', async () => {
    const troubles = [
      (): boolean => false,
      ...['SlowDown', 'InternalError'].map((code) => (response: Parameters<typeof refuse>[0]) => {
        refuse(response, 503, code);
        return true;
      }),
    ];
    let asked = 0;
    fake.fault = (request, response) => {
      asked += 1;
      if (asked === 1) {
        request.socket.destroy();
        return true;
      }
      return asked === 2 || asked === 3 ? (troubles[asked - 1]?.(response) ?? false) : false;
    };
    valueOf(await store.put({ path: file('a', 'hello'), size: 5 }, KEY));
    expect(fake.objects.get(`pre/fix/${KEY}`)?.toString()).toBe('hello');
    expect(asked).toBe(4);
  });

  it('goes on where an answer broke off', async () => {
    const bytes = Buffer.from(bytesOf(300_000));
    fake.objects.set(`pre/fix/${KEY}`, bytes);
    let isFirst = true;
    fake.fault = (_request, response) => {
      if (!isFirst) return false;
      isFirst = false;
      response.writeHead(200, {
        'content-length': bytes.length,
        etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      });
      response.write(bytes.subarray(0, 100_000), () => response.destroy());
      return true;
    };
    const sink = new Collected();
    expect(valueOf(await store.get(KEY, sink))).toBe(true);
    expect(Buffer.compare(sink.bytes, bytes)).toBe(0);
  });

  it('begins anew where the object is another one by then', async () => {
    const bytes = Buffer.from(bytesOf(200_000, 9));
    fake.objects.set(`pre/fix/${KEY}`, bytes);
    let isFirst = true;
    fake.fault = (_request, response) => {
      if (!isFirst) return false;
      isFirst = false;
      response.writeHead(200, { 'content-length': 200_000, etag: '"of the old one"' });
      response.write(Buffer.alloc(50_000), () => response.destroy());
      return true;
    };
    const sink = new Collected();
    expect(valueOf(await store.get(KEY, sink))).toBe(true);
    expect(Buffer.compare(sink.bytes, bytes)).toBe(0);
  });

  it('is followed to its region', async () => {
    fake.fault = (request, response) => {
      if (request.headers.authorization?.includes('/eu-west-3/') === true) return false;
      refuse(response, 400, 'AuthorizationHeaderMalformed', { 'x-amz-bucket-region': 'eu-west-3' });
      return true;
    };
    valueOf(await store.put({ path: file('r', 'x'), size: 1 }, KEY));
    expect(fake.objects.size).toBe(1);
  });

  it('is asked for many with few requests', async () => {
    fake.pageSize = 1000;
    const keys = Array.from({ length: 2000 }, (_, i) => {
      const md5 = createHash('md5').update(`${i}`).digest('hex');
      return `files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`;
    });
    for (const key of keys) fake.objects.set(`pre/fix/${key}`, Buffer.alloc(0));
    const there = valueOf(await store.existing([...keys.slice(0, 1000), 'files/md5/00/no']));
    expect(there.size).toBe(1000);
    expect(fake.log.length).toBeLessThan(5);
    fake.pageSize = 3;
  });

  it('is asked one by one for a few of many', async () => {
    for (let i = 0; i < 600; i += 1) {
      const md5 = createHash('md5').update(`${i}`).digest('hex');
      fake.objects.set(`pre/fix/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`, Buffer.alloc(0));
    }
    const absent = Array.from({ length: 40 }, (_, i) => `files/md5/${i.toString(16).padStart(2, '0')}/none`);
    expect(valueOf(await store.existing(absent)).size).toBe(0);
    expect(fake.log.length).toBeLessThan(45);
  });

  it('goes on with the parts of a large file that an earlier try left', async () => {
    const bytes = bytesOf(70 * 2 ** 20, 4);
    const path = file('large', bytes);
    let parts = 0;
    fake.fault = (request, response, url) => {
      if (request.method !== 'PUT' || !url.searchParams.has('partNumber')) return false;
      parts += 1;
      if (parts <= 2) return false;
      refuse(response, 403, 'AccessDenied');
      return true;
    };
    expect(await store.put({ path, size: bytes.length }, KEY)).toMatchObject({ ok: false });
    expect(fake.objects.size).toBe(0);
    const left = [...fake.uploads.values()][0]?.parts.size ?? 0;
    expect(left).toBeGreaterThan(0);
    fake.fault = () => false;
    fake.log.length = 0;
    valueOf(await store.put({ path, size: bytes.length }, KEY));
    expect(Buffer.compare(fake.objects.get(`pre/fix/${KEY}`) ?? Buffer.alloc(0), bytes)).toBe(0);
    expect(fake.log.filter((line) => line.startsWith('PUT'))).toHaveLength(5 - left);
  });

  it('sends what the remote says of encryption and rights', async () => {
    const strict = await open({
      sse: 'aws:kms',
      sse_kms_key_id: 'k',
      acl: 'bucket-owner-full-control',
      session_token: 't',
    });
    valueOf(await strict.put({ path: file('e', 'x'), size: 1 }, KEY));
    await strict.close();
    expect(fake.headers.at(-1)).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'k',
      'x-amz-acl': 'bucket-owner-full-control',
      'x-amz-security-token': 't',
    });
  });

  it('is asked without a signature where that is wanted', async () => {
    const anonymous = await open({ allow_anonymous_login: 'true' });
    expect(valueOf(await anonymous.get(KEY, new Collected()))).toBe(false);
    await anonymous.close();
    expect(fake.headers.at(-1)).not.toHaveProperty('authorization');
  });

  it.each([
    ['NoSuchBucket', 404, /no bucket 'bucket'/, /make it/],
    ['InvalidAccessKeyId', 403, /InvalidAccessKeyId: because/, /credentials/],
    ['SignatureDoesNotMatch', 403, /SignatureDoesNotMatch/, /credentials/],
    ['AccessDenied', 403, /AccessDenied/, /owner of the bucket/],
    ['Strange', 418, /Strange: because/, /endpointurl/],
  ])('says what %s means', async (code, status, why, fix) => {
    fake.fault = (_request, response) => {
      refuse(response, status, code);
      return true;
    };
    const answers = [
      await store.put({ path: file('x', 'x'), size: 1 }, KEY),
      await store.get(KEY, new Collected()),
      await store.list('files/'),
      await store.remove([KEY]),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'E_REMOTE', why: expect.stringMatching(why), fix: expect.stringMatching(fix) },
      });
    }
  });

  it('says which place does not answer', async () => {
    const nobody = await open({ endpointurl: 'http://127.0.0.1:1' });
    const answer = await nobody.list('files/');
    await nobody.close();
    expect(answer).toMatchObject({ ok: false, error: { why: '127.0.0.1:1: nothing listens there' } });
  });
});
