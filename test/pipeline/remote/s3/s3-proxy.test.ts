import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as ask, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realHost } from '../../../../src/host/real-host.io.ts';
import { openS3 } from '../../../../src/pipeline/remote/s3/open-s3.io.ts';
import type { RemoteStore } from '../../../../src/pipeline/remote/remote-store.ts';
import { Collected, valueOf } from '../remote-contract.ts';
import { FakeS3 } from './fake-s3.ts';

const TLS = fileURLToPath(new URL('../../../fixtures/tls', import.meta.url));
const KEY = 'files/md5/ab/cdef';
let fake: FakeS3;
let dir: string;
let proxy: Server;
let front: TlsServer;
/** What the proxy was asked for, and by whom. */
let asked: { readonly what: string; readonly who: string | undefined }[] = [];
let status = 200;
beforeAll(async () => {
  fake = await FakeS3.start();
  dir = mkdtempSync(join(tmpdir(), 'joulebook-proxy-'));
  proxy = createServer((request, response) => {
    note(request);
    const { method, headers } = request;
    const passed = ask(request.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  proxy.on('connect', (request: IncomingMessage, socket) => {
    note(request);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const { port } = new URL(`http://${request.url ?? ''}`);
    const behind = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(behind).pipe(socket);
    });
    for (const one of [socket, behind]) one.on('error', () => void one.destroy());
  });
  const pair = { key: readFileSync(join(TLS, 'key.pem')), cert: readFileSync(join(TLS, 'authority.pem')) };
  front = createTlsServer(pair, (socket) => {
    const behind = connect(Number(new URL(fake.endpoint).port), '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    for (const one of [socket, behind]) one.on('error', () => void one.destroy());
  });
  await Promise.all(
    [proxy, front].map((one) => new Promise<void>((done) => one.listen(0, '127.0.0.1', done))),
  );
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  front.close();
  await fake.stop();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
  status = 200;
  fake.objects.clear();
});

function note({ method, url, headers }: IncomingMessage): void {
  asked.push({ what: `${method} ${url}`, who: headers['proxy-authorization'] });
}
function portOf(server: Server | TlsServer): number {
  return (server.address() as AddressInfo).port;
}
function open(endpointurl: string, env: Readonly<Record<string, string>>): Promise<RemoteStore> {
  const host = { ...realHost(), env, home: dir, random: () => 0 };
  const settings = {
    access_key_id: 'id',
    secret_access_key: 'secret',
    endpointurl,
    ssl_verify: join(TLS, 'authority.pem'),
  };
  return openS3(host, { bucket: 'bucket', prefix: 'x' }, new Map(Object.entries(settings))).then(valueOf);
}
async function roundTrip(store: RemoteStore): Promise<string> {
  const path = join(dir, 'file');
  writeFileSync(path, 'content');
  expect(await store.put({ path, size: 7 }, KEY)).toMatchObject({ ok: true });
  const got = new Collected();
  expect(await store.get(KEY, got)).toEqual({ ok: true, value: true });
  await store.close();
  return Buffer.from(got.bytes).toString();
}

describe('a bucket behind a proxy', () => {
  it('that is not encrypted is asked for by its whole address', async () => {
    const store = await open(fake.endpoint, { http_proxy: `http://me:secret@127.0.0.1:${portOf(proxy)}` });
    expect(await roundTrip(store)).toBe('content');
    expect(asked[0]).toEqual({
      what: `PUT ${fake.endpoint}/bucket/x/${KEY}`,
      who: `Basic ${Buffer.from('me:secret').toString('base64')}`,
    });
  });

  it('that is encrypted is reached through a tunnel, which is kept', async () => {
    const endpoint = `https://localhost:${portOf(front)}`;
    const store = await open(endpoint, { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
    expect(await roundTrip(store)).toBe('content');
    expect(asked).toEqual([{ what: `CONNECT localhost:${portOf(front)}`, who: undefined }]);
  });

  it('is spoken to directly where no_proxy says so', async () => {
    const env = { http_proxy: `http://127.0.0.1:${portOf(proxy)}`, no_proxy: '127.0.0.1' };
    expect(await roundTrip(await open(fake.endpoint, env))).toBe('content');
    expect(asked).toEqual([]);
  });

  it('that the proxy does not let us reach is said so', async () => {
    status = 403;
    const store = await open(`https://localhost:${portOf(front)}`, {
      https_proxy: `http://127.0.0.1:${portOf(proxy)}`,
    });
    const answer = await store.get(KEY, new Collected());
    await store.close();
    expect(answer).toMatchObject({ ok: false, error: { code: 'E_REMOTE' } });
    expect(answer.ok ? '' : answer.error.why).toMatch(/by the proxy 127\.0\.0\.1:\d+: .*refuses: 403/u);
  });

  it('is not spoken to at all where the proxy is no address', async () => {
    const settings = new Map([['endpointurl', fake.endpoint]]);
    const host = { ...realHost(), env: { http_proxy: 'socks5://x' }, home: dir };
    expect(await openS3(host, { bucket: 'bucket', prefix: '' }, settings)).toMatchObject({
      ok: false,
      error: { code: 'E_REMOTE' },
    });
  });
});
