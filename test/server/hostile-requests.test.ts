import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, askOwn, aServer, say, type TestServer } from './a-server.ts';

const HOSTILE = '</script><script>alert(1)</script>\u202e"\'&\u2028\r\nSet-Cookie: a=b';

const ROUTES = [
  {
    method: 'GET',
    path: '/echo/:ref',
    answer: ({ part, word }) => ({
      status: 200,
      body: JSON.stringify({ ok: true, ref: part('ref'), q: word('q') ?? null }),
    }),
  },
  {
    method: 'POST',
    path: '/echo',
    answer: ({ body }) => ({ status: 200, body: JSON.stringify({ ok: true, body }) }),
  },
  {
    method: 'GET',
    path: '/file',
    answer: ({ word }) => ({ status: 200, type: 'text/csv', body: 'a', download: word('name') ?? '' }),
  },
  {
    method: 'GET',
    path: '/throws',
    answer: () => {
      throw new Error('secret detail of /home/me');
    },
  },
  {
    method: 'GET',
    path: '/rejects',
    answer: () => Promise.reject(new TypeError('secret detail of /home/me')),
  },
] as const satisfies Parameters<typeof aServer>[0];

/** It still answers as if nothing had been. */
async function expectWell(server: TestServer): Promise<void> {
  expect((await askOwn(server, { path: '/api/echo/a' })).text).toBe('{"ok":true,"ref":"a","q":null}');
}

describe('paths', () => {
  const nowhere = [
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/%252e%252e%252fpackage.json',
    '/assets/..\\..\\package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/app.js%00',
    '/assets/app.js%00.css',
    '/assets//etc/passwd',
    '/assets/%2fetc%2fpasswd',
    '/assets/C:%5cWindows',
    '/assets/',
    '/assets/app.js/',
    '/assets/./app.js/.',
    '//etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/etc/passwd',
    '/%00',
  ];
  test.each(nowhere)('%s leads to no file', async (path) => {
    const server = await aServer(ROUTES);
    const { status, text } = await askOwn(server, { path });
    expect([200, 400, 404]).toContain(status);
    // The page itself, which finds no such page, or that there is nothing.
    expect(text).toMatch(status === 200 ? /<title>the page<\/title>/ : /"code":"E_(NOT_FOUND|USAGE)"/);
    expect(text).not.toMatch(/root:|"dependencies"/);
  });

  const malformed = [
    '%',
    '%z',
    '%ff',
    '%e0%a4',
    '%c0%ae',
    '%u0041',
    '%2',
    'a%',
    '%00',
    '%ed%a0%80',
    '%25',
    '+',
  ];
  test.each(malformed)('a reference %s is taken as it stands or refused, and breaks nothing', async (ref) => {
    const server = await aServer(ROUTES);
    const heard = await askOwn(server, { path: `/api/echo/${ref}?q=${ref}` });
    expect([200, 400]).toContain(heard.status);
    expect(() => JSON.parse(heard.text) as unknown).not.toThrow();
    expect(server.faults).toEqual([]);
    await expectWell(server);
  });

  test('a path of 8,000 levels, and one of 15 kB, are answered', async () => {
    const server = await aServer(ROUTES);
    for (const path of [`/api${'/a'.repeat(7000)}`, `/api/echo/${'x'.repeat(15_000)}`])
      expect([200, 404]).toContain((await askOwn(server, { path })).status);
    await expectWell(server);
  });

  test('the guard of the data cannot be walked around by another way to write its path', async () => {
    const server = await aServer(ROUTES);
    const ways = [
      '/api/echo/a',
      '/%61pi/echo/a',
      '/x/../api/echo/a',
      '/./api/echo/a',
      '/api//echo/a',
      '/API/echo/a',
    ];
    for (const path of ways) {
      const bare = await ask(server, { path });
      expect(bare.text).not.toContain('"ok":true');
      const foreign = await askOwn(server, { path, headers: { 'sec-fetch-site': 'cross-site' } });
      expect(foreign.text).not.toContain('"ok":true');
    }
  });

  test('with a base path, everything is found with it, and where a proxy takes it away', async () => {
    const server = await aServer(ROUTES, { basePath: '/user/a:b@c/x%20y/' });
    for (const path of ['/user/a:b@c/x%20y/api/echo/a', '/api/echo/a'])
      expect((await askOwn(server, { path })).text).toContain('"ref":"a"');
    for (const path of ['/user/a:b@c/x%20y/', '/user/a:b@c/x%20y', '/user/a:b@c/x%20y/runs/1', '/'])
      expect((await ask(server, { path })).text).toContain('<base href="/user/a:b@c/x%20y/" />');
    expect((await ask(server, { path: '/user/a:b@c/x%20y/assets/app.js' })).text).toBe('1');
    expect((await ask(server, { path: '/user/a:b@c/x%20y/api/echo/a' })).status).toBe(401);
  });
});

describe('what names hold', () => {
  test('comes back as JSON that nothing takes for a page', async () => {
    const server = await aServer(ROUTES);
    const heard = await askOwn(server, {
      path: `/api/echo/${encodeURIComponent(HOSTILE)}?q=${encodeURIComponent(HOSTILE)}`,
    });
    expect(heard.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(heard.headers['x-content-type-options']).toBe('nosniff');
    expect(JSON.parse(heard.text)).toEqual({ ok: true, ref: HOSTILE, q: HOSTILE });
  });

  const names = [
    HOSTILE,
    '../../etc/passwd',
    'a"; filename="b.exe',
    '\u{1f600}é.csv',
    'x'.repeat(10_000),
    '',
    '%0d%0a',
  ];
  test.each(names)('a file may be called %j', async (name) => {
    const server = await aServer(ROUTES);
    const heard = await askOwn(server, { path: `/api/file?name=${encodeURIComponent(name)}` });
    expect(heard.status).toBe(200);
    expect(heard.headers['set-cookie']).toBeUndefined();
    const said = String(heard.headers['content-disposition']);
    expect(said).toMatch(/^attachment; filename="[^"\r\n/\\]{0,120}"; filename\*=UTF-8''[\w!#$&+^`.|~%-]*$/);
  });
});

describe('headers', () => {
  test('every answer says what may be loaded: nothing but its own', async () => {
    const server = await aServer(ROUTES);
    const paths = [
      '/',
      '/runs/x',
      '/assets/app.js',
      '/assets/no',
      '/api/echo/a',
      '/api/no',
      '/api/throws',
      '/%',
    ];
    for (const path of paths) {
      const { headers } = await askOwn(server, { path });
      const policy = String(headers['content-security-policy']);
      expect(policy).toMatch(/^default-src 'none'; script-src /);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
    expect((await askOwn(server, { path: '/' })).headers['content-security-policy']).toContain(
      "'sha256-AAAA'",
    );
    expect((await askOwn(server, { path: '/api/echo/a' })).headers['cache-control']).toBe('no-store');
  });

  test('of 1 MB are refused, and the server goes on', async () => {
    const server = await aServer(ROUTES);
    const long = 'x'.repeat(1 << 20);
    const heard = await say(server, `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ${long}\r\n\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 431 /);
    const many = Array.from({ length: 20_000 }, (_, n) => `X-${n}: ${n}\r\n`).join('');
    expect(await say(server, `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${many}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await say(server, `GET /${long} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    await expectWell(server);
  });

  const nonsense = [
    'hello\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: x\r\n\r\n',
    'GET / HTTP/1.1\nHost: 127.0.0.1\n\n',
    'GET /a\\b HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
    'GET * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    'CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  ];
  test.each(nonsense)('what is no request ends its own connection only: %j', async (text) => {
    const server = await aServer(ROUTES);
    expect(await say(server, text)).not.toMatch(/^HTTP\/1\.1 (2|5)/);
    await expectWell(server);
  });
});

describe('methods', () => {
  test.each(['PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])('%s is not known', async (method) => {
    const server = await aServer(ROUTES);
    for (const path of ['/', '/api/echo/a', '/api/session']) {
      const heard = await askOwn(server, { method, path });
      expect(heard.status).toBe(405);
      expect(heard.headers['allow']).toBe('GET, HEAD, POST, DELETE');
    }
    await expectWell(server);
  });

  test('HEAD says what GET would, without it', async () => {
    const server = await aServer(ROUTES);
    const heard = await askOwn(server, { method: 'HEAD', path: '/api/echo/a' });
    expect([heard.status, heard.text]).toEqual([200, '']);
    expect((await ask(server, { method: 'HEAD', path: '/api/echo/a' })).status).toBe(401);
  });
});

describe('bodies', () => {
  const own = (server: TestServer) => ({
    origin: `http://127.0.0.1:${server.port}`,
    'content-type': 'application/json',
  });

  test('of 10 MB are refused by their length, and where none is told as soon as they are too long', async () => {
    const server = await aServer(ROUTES);
    const body = `"${'x'.repeat(10 << 20)}"`;
    const told = await askOwn(server, { method: 'POST', path: '/api/echo', headers: own(server), body });
    expect(told.status).toBe(413);
    const untold = await askChunked(server, { ...own(server), 'transfer-encoding': 'chunked' }, body);
    expect(untold).toMatch(/^HTTP\/1\.1 413 /);
    await expectWell(server);
  });

  test('that are packed are not unpacked', async () => {
    const server = await aServer(ROUTES);
    for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
      const headers = { ...own(server), 'content-encoding': encoding };
      const heard = await askOwn(server, { method: 'POST', path: '/api/echo', headers, body: 'xx' });
      expect(heard.status).toBe(415);
    }
  });

  test('that are no JSON, or no text, are told so; a deep one is read', async () => {
    const server = await aServer(ROUTES);
    const post = async (body: string | Uint8Array): Promise<number> =>
      (await askOwn(server, { method: 'POST', path: '/api/echo', headers: own(server), body })).status;
    expect(await post('{')).toBe(400);
    expect(await post(new Uint8Array([0x22, 0xff, 0x22]))).toBe(400);
    expect(await post(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toBe(200);
    expect(await post(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toBeGreaterThanOrEqual(200);
    await expectWell(server);
  });
});

describe('an answer that goes wrong', () => {
  test.each(['/api/throws', '/api/rejects'])(
    '%s is an envelope without a word of the inside',
    async (path) => {
      const server = await aServer(ROUTES);
      const heard = await askOwn(server, { path });
      expect(heard.status).toBe(500);
      expect(JSON.parse(heard.text)).toMatchObject({ ok: false, error: { code: 'E_BUG' }, warnings: [] });
      expect(heard.text).not.toMatch(/secret|\/home|at .*:\d+/);
      expect(server.faults).toHaveLength(1);
      await expectWell(server);
    },
  );
});

describe('those who keep connections', () => {
  function hold(server: TestServer, text: string): Promise<Socket> {
    return new Promise((done) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(text);
        done(socket);
      });
      socket.on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
    });
  }

  test('200 that say half a request keep nobody from being answered', async () => {
    const server = await aServer(ROUTES);
    await Promise.all(
      Array.from({ length: 200 }, () => hold(server, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ')),
    );
    await expectWell(server);
  });

  test('beyond the most that are served, new ones are turned away and the others live', async () => {
    const server = await aServer(ROUTES);
    const held = await Promise.all(Array.from({ length: 256 }, () => hold(server, 'GET /')));
    expect(await say(server, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).toBe('');
    for (const socket of held) socket.destroy();
    await expect
      .poll(() => ask(server).catch(() => undefined), { timeout: 30_000 })
      .toMatchObject({ status: 200 });
  });

  test('one that sends a letter a second is cut off', { timeout: 120_000 }, async () => {
    const server = await aServer(ROUTES);
    const socket = await hold(server, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    const drip = setInterval(() => socket.write('x'), 500);
    onTestFinished(() => clearInterval(drip));
    const heard = await new Promise<string>((done) => {
      let text = '';
      socket.on('data', (part: Buffer) => (text += part.toString()));
      socket.on('close', () => done(text));
    });
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  });
});

/** Sends a body in pieces, without saying how long it will be. */
async function askChunked(
  server: TestServer,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string> {
  const head = Object.entries({
    ...headers,
    host: `127.0.0.1:${server.port}`,
    cookie: server.cookie,
    connection: 'close',
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const chunk = `${(1 << 16).toString(16)}\r\n${body.slice(1, 1 + (1 << 16))}\r\n`;
  return say(server, `POST /api/echo HTTP/1.1\r\n${head}\r\n${chunk.repeat(160)}0\r\n\r\n`);
}
