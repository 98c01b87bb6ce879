import { describe, expect, test } from 'vitest';
import { ask, askOwn, aServer, say, TOKEN } from './a-server.ts';

const ONE = [
  { method: 'GET', path: '/one', answer: () => ({ status: 200, body: '{"ok":true}' }) },
  { method: 'POST', path: '/one', answer: () => ({ status: 200, body: '{"ok":true,"changed":true}' }) },
  { method: 'DELETE', path: '/one', answer: () => ({ status: 200, body: '{"ok":true,"gone":true}' }) },
] as const;
const JSON_TYPE = { 'content-type': 'application/json' };

function codeOf(text: string): unknown {
  return (JSON.parse(text) as { error?: { code?: string } }).error?.code;
}

describe('the name under which it is asked', () => {
  const good = [
    '127.0.0.1',
    'localhost',
    'LOCALHOST',
    '127.0.0.1:4780',
    'localhost:1',
    '[::1]',
    '[::1]:4780',
  ];
  test.each(good)('%s is this machine', async (host) => {
    const server = await aServer(ONE);
    expect((await askOwn(server, { path: '/api/one', headers: { host } })).status).toBe(200);
  });

  const bad = [
    'evil.example',
    'evil.example:4780',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'localhost.',
    '127.0.0.1.',
    'me@127.0.0.1',
    '127.0.0.1@evil.example',
    '127.0.0.1:4780@evil.example',
    '127.0.0.1:80:80',
    '127.0.0.1:',
    '127.0.0.1:x',
    '127.0.0.1:123456',
    'evil.example:127.0.0.1',
    '[::1',
    '[::ffff:7f00:1]',
    '[::1]evil.example',
    '0.0.0.0',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    'localhost,evil.example',
    'localhost evil.example',
    'xn--localhost-',
    'localhost/..',
    'localhost#',
    'localhost\t.evil.example',
  ];
  test.each(bad)('%j is refused, page and data alike', async (host) => {
    const server = await aServer(ONE);
    for (const path of ['/', '/api/one', '/assets/app.js', '/api/session']) {
      const heard = await askOwn(server, { path, headers: { host } });
      expect([400, 403]).toContain(heard.status);
      expect(heard.text).not.toMatch(/the page|"ok":true|^1$/);
      expect(['E_ACCESS', 'E_USAGE']).toContain(codeOf(heard.text));
    }
  });

  test('none at all, an empty one and two of them are refused', async () => {
    const server = await aServer(ONE);
    const about = `Cookie: ${server.cookie}\r\nConnection: close\r\n\r\n`;
    for (const head of [
      `GET /api/one HTTP/1.1\r\n${about}`,
      `GET /api/one HTTP/1.1\r\nHost:\r\n${about}`,
      `GET /api/one HTTP/1.0\r\n${about}`,
      `GET /api/one HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1\r\n${about}`,
      `GET http://evil.example/api/one HTTP/1.1\r\nHost: evil.example\r\n${about}`,
    ])
      expect(await say(server, head)).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  test('a name that was allowed is served, another is not; digits only where others are served', async () => {
    const server = await aServer(ONE, { hosts: { names: ['lab.example.org'] } });
    const status = async (host: string): Promise<number> =>
      (await askOwn(server, { path: '/api/one', headers: { host } })).status;
    expect(await status('Lab.Example.org:443')).toBe(200);
    expect(await status('x.lab.example.org')).toBe(403);
    expect(await status('192.0.2.7')).toBe(403);
    const open = await aServer(ONE, { hosts: { names: [], anyAddress: true } });
    const heard = await askOwn(open, { path: '/api/one', headers: { host: '192.0.2.7:4780' } });
    expect(heard.status).toBe(200);
    expect((await askOwn(open, { path: '/api/one', headers: { host: 'evil.example' } })).status).toBe(403);
  });
});

describe('another web page', () => {
  const origins = (port: number): readonly string[] => [
    'http://evil.example',
    'null',
    '',
    'http://127.0.0.1:1',
    `http://127.0.0.1:${port}.evil.example`,
    `http://127.0.0.1:${port}@evil.example`,
    `http://localhost:${port}`,
    `ftp://127.0.0.1:${port}`,
    `http://127.0.0.1:${port}, http://evil.example`,
  ];

  test('changes nothing, whatever it says it is', async () => {
    const server = await aServer(ONE);
    for (const origin of origins(server.port)) {
      for (const method of ['POST', 'DELETE']) {
        const headers = { ...JSON_TYPE, origin };
        const heard = await askOwn(server, { method, path: '/api/one', headers, body: '{}' });
        expect(heard.status).toBe(403);
      }
    }
    const silent = await askOwn(server, { method: 'POST', path: '/api/one', headers: JSON_TYPE, body: '{}' });
    expect(silent.status).toBe(403);
    const origin = `http://127.0.0.1:${server.port}`;
    const own = await askOwn(server, {
      method: 'POST',
      path: '/api/one',
      headers: { ...JSON_TYPE, origin },
      body: '{}',
    });
    expect(own.text).toContain('"changed":true');
  });

  test('reads nothing either, as the browser tells who asks', async () => {
    const server = await aServer(ONE);
    for (const site of ['cross-site', 'same-site', 'Cross-Site', 'nonsense']) {
      const heard = await askOwn(server, { path: '/api/one', headers: { 'sec-fetch-site': site } });
      expect(heard.status).toBe(403);
    }
    for (const site of ['same-origin', 'none']) {
      const heard = await askOwn(server, { path: '/api/one', headers: { 'sec-fetch-site': site } });
      expect(heard.status).toBe(200);
    }
  });

  test('is never told that it may: no answer carries a header of CORS', async () => {
    const server = await aServer(ONE);
    const headers = {
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
      'access-control-request-private-network': 'true',
    };
    for (const method of ['OPTIONS', 'GET', 'HEAD', 'POST', 'DELETE', 'PUT']) {
      for (const path of ['/', '/api/one', '/api/session', '/assets/app.js', '/api/nothing']) {
        const heard = await askOwn(server, { method, path, headers });
        expect(Object.keys(heard.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    }
  });

  test('a form or a script without leave cannot send what is read here', async () => {
    const server = await aServer(ONE);
    const origin = `http://127.0.0.1:${server.port}`;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const headers = { origin, ...(type === '' ? {} : { 'content-type': type }) };
      const heard = await askOwn(server, { method: 'POST', path: '/api/one', headers, body: '{}' });
      expect(heard.status).toBe(415);
    }
  });

  test('what is behind a proxy under an allowed name is its own page, though the proxy names itself', async () => {
    const server = await aServer(ONE, { hosts: { names: ['lab.example.org'] } });
    const post = async (origin: string): Promise<number> =>
      (
        await askOwn(server, {
          method: 'POST',
          path: '/api/one',
          headers: { ...JSON_TYPE, origin },
          body: '{}',
        })
      ).status;
    expect(await post('https://lab.example.org')).toBe(200);
    expect(await post('https://lab.example.org:8443')).toBe(200);
    expect(await post('https://lab.example.org.evil.example')).toBe(403);
  });
});

describe('the token', () => {
  const show = async (
    server: { readonly port: number },
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    ask(server, {
      method: 'POST',
      path: '/api/session',
      headers: { ...JSON_TYPE, origin: `http://127.0.0.1:${server.port}`, ...headers },
      body,
    });

  test('is changed for a cookie that no script reads and no other site sends', async () => {
    const server = await aServer(ONE, { basePath: '/lab/' });
    const heard = await show(server, JSON.stringify({ token: TOKEN }));
    expect(heard.status).toBe(204);
    const cookie = String(heard.headers['set-cookie']);
    expect(cookie).toBe(`joulebook_${server.port}=${TOKEN}; Path=/lab/; HttpOnly; SameSite=Strict`);
    expect((await askOwn(server, { path: '/api/one' })).status).toBe(200);
  });

  const wrong = [
    {},
    { token: '' },
    { token: null },
    { token: 1 },
    { token: [TOKEN] },
    { token: { length: 24 } },
    { token: TOKEN.slice(0, -1) },
    { token: `${TOKEN}x` },
    { token: ` ${TOKEN}` },
    { token: TOKEN.toUpperCase() },
    { token: 'x'.repeat(100_000) },
    [TOKEN],
    TOKEN,
    null,
  ];
  test('a wrong one of any kind gets the same answer, which tells nothing', async () => {
    const server = await aServer(ONE);
    const heard = await Promise.all(wrong.map((told) => show(server, JSON.stringify(told))));
    expect(new Set(heard.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(heard[0]?.status).toBe(403);
    expect(
      heard.every(({ headers, text }) => headers['set-cookie'] === undefined && !text.includes(TOKEN)),
    ).toBe(true);
  });

  test('what is no JSON is refused before', async () => {
    const server = await aServer(ONE);
    for (const body of ['{', TOKEN, '\u0000', `{"token":"${TOKEN}"`])
      expect((await show(server, body)).status).toBe(400);
  });

  test('without its cookie nothing is told, be it of another port, cut, or with another beside it', async () => {
    const server = await aServer(ONE);
    const { cookie, port } = server;
    const bad = [
      undefined,
      '',
      `joulebook_${port + 1}=${TOKEN}`,
      `joulebook_${port}=`,
      `joulebook_${port}`,
      cookie.slice(0, -1),
      `${cookie}x`,
      `x${cookie}`,
      `joulebook_${port}="${TOKEN}"`,
      cookie.toUpperCase(),
      `a=${cookie}`,
    ];
    for (const one of bad) {
      for (const path of ['/api/one', '/api/nothing']) {
        const heard = await ask(server, { path, headers: one === undefined ? {} : { cookie: one } });
        expect(heard.status).toBe(401);
        expect(codeOf(heard.text)).toBe('E_ACCESS');
      }
    }
    const beside = `joulebook_${port + 1}=other; ${cookie}; theme=dark`;
    expect((await ask(server, { path: '/api/one', headers: { cookie: beside } })).status).toBe(200);
  });

  test('a token in the address or in another header opens nothing', async () => {
    const server = await aServer(ONE);
    for (const headers of [{ authorization: `Bearer ${TOKEN}` }, { 'x-token': TOKEN }])
      expect((await ask(server, { path: `/api/one?token=${TOKEN}`, headers })).status).toBe(401);
  });
});
