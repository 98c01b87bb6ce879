import { createServer, type Server } from 'node:http';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ask } from '../../../src/host/http/ask.io.ts';
import type { HttpBounds } from '../../../src/host/http/http-answer.ts';
import { redirectTo } from '../../../src/host/http/redirect.ts';
import { backOffS, retryAfterS } from '../../../src/host/http/retry-after.ts';
import { sendRequest } from '../../../src/host/http/send-request.io.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import { openSource } from '../../../src/grid/live/open-source.io.ts';
import type { GridSource, Refusal } from '../../../src/grid/live/grid-source.ts';
import { answer, electricityMapsService, type FakeService, serve, TOKEN } from './fake-services.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const BOUNDS: HttpBounds = { connectMs: 300, wholeMs: 400, mostBytes: 10_000 };
const ONCE = { tries: 1, backOffS: 0.01, redirects: 3, deadlineMs: Number.POSITIVE_INFINITY };
const host = realHost({ env: {}, home: mkdtempSync(join(tmpdir(), 'joulebook-grid-')) });

async function listening(server: Pick<Server, 'listen' | 'address' | 'close'>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that answers every connection with these bytes and then keeps silent, or hangs up. */
async function raw(bytes: string, then: 'silent' | 'hangs up'): Promise<string> {
  const sockets = new Set<Socket>();
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      if (then === 'silent') socket.write(bytes);
      else socket.end(bytes);
    });
  });
  return await listening(server as unknown as Server);
}

async function electricityMaps(): Promise<{ readonly source: GridSource; readonly service: FakeService }> {
  const service = await serve(electricityMapsService);
  closing.push(service.close);
  return {
    source: openSource(host, 'electricity-maps', { url: service.url, electricityMapsToken: TOKEN }),
    service,
  };
}

async function refusalOf(source: GridSource, zone = 'FR'): Promise<Refusal> {
  const answered = await source.latest(zone);
  if (answered.ok) throw new Error('it was believed');
  return answered.error;
}

describe('one request', () => {
  test.each([
    ['silent', 'HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"carb', 'no whole answer within 0.4 s'],
    ['hangs up', 'HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"carb', 'it broke off in its answer'],
    ['silent', '', 'no whole answer within 0.4 s'],
    ['hangs up', '', 'it hung up'],
    ['hangs up', 'SSH-2.0-OpenSSH_9.2\r\n', 'it does not speak HTTP'],
    ['silent', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(20_000)}`, 'its answer is longer than 10000 bytes'],
  ] as const)('to a service that is %s after %j ends within its time', async (then, bytes, why) => {
    const url = new URL(await raw(bytes, then));
    const begun = performance.now();
    expect(await sendRequest({ url }, BOUNDS)).toMatchObject({ isWhole: false, why });
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  test('to a place where nothing listens, or that is not known, says so', async () => {
    const server = createServer();
    const url = new URL(await listening(server));
    await new Promise((resolve) => server.close(resolve));
    expect(await sendRequest({ url }, BOUNDS)).toMatchObject({ why: 'nothing listens there' });
    const unknown = await sendRequest(
      { url: new URL('http://no-such-host.invalid/') },
      { ...BOUNDS, connectMs: 5000, wholeMs: 5000 },
    );
    expect(unknown).toMatchObject({ isWhole: false });
  });

  test('that is not wanted any more ends at once', async () => {
    const url = new URL(await raw('', 'silent'));
    const stop = new AbortController();
    const begun = performance.now();
    const asked = sendRequest(
      { url },
      { connectMs: 20_000, wholeMs: 20_000, mostBytes: 10, signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 20);
    expect(await asked).toMatchObject({ isWhole: false, why: 'it was not waited for any longer' });
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  test('with a key that no header can hold is refused without showing it', async () => {
    const url = new URL('http://127.0.0.1:9/');
    const answered = await sendRequest({ url, headers: { 'auth-token': 'a\nb' } }, BOUNDS);
    expect(answered.isWhole).toBe(false);
    expect(JSON.stringify(answered)).not.toContain('a\\nb');
  });
});

describe('redirects', () => {
  const from = new URL('http://api.example.org/v4/x?zone=FR');
  test.each([
    ['/v5/x', 'http://api.example.org/v5/x'],
    ['https://api.example.org/v4/x', 'https://api.example.org/v4/x'],
    ['http://evil.example.org/', 'it redirects to another place (http://evil.example.org)'],
    ['http://api.example.org:8080/', 'it redirects to another place (http://api.example.org:8080)'],
    ['//evil.org/v4', 'it redirects to another place (http://evil.org)'],
    ['file:///etc/passwd', 'it redirects to what is no address'],
    [undefined, 'it redirects to nowhere'],
  ])('to %s', (location, expected) => {
    const to = redirectTo(from, location);
    expect(to instanceof URL ? to.href : to).toBe(expected);
  });

  test('from a secure place to another port or back to an insecure one are not followed', () => {
    const secure = new URL('https://api.example.org/');
    expect(redirectTo(secure, 'http://api.example.org/')).toContain('another place');
    expect(redirectTo(new URL('http://api.example.org:81/'), 'https://api.example.org/')).toContain(
      'another place',
    );
  });

  test('in circles end, and another host is never asked', async () => {
    const { source, service } = await electricityMaps();
    service.instead = (url, _request, response) => {
      response.writeHead(302, { location: url.pathname });
      response.end();
      return true;
    };
    expect((await refusalOf(source)).problem.why).toBe('it redirects again and again');
    expect(service.asked.length).toBeLessThan(6);
    const other = await serve(electricityMapsService);
    closing.push(other.close);
    service.instead = (_url, _request, response) => {
      response.writeHead(302, { location: `${other.url}/v4/carbon-intensity/latest?zone=FR` });
      response.end();
      return true;
    };
    expect((await refusalOf(source)).problem.why).toContain('it redirects to another place');
    expect(other.asked).toEqual([]);
  });
});

describe('statuses', () => {
  test.each([
    [
      401,
      { error: 'Invalid auth-token' },
      'it refuses the key (HTTP 401: "Invalid auth-token")',
      /ELECTRICITYMAPS_TOKEN/,
    ],
    [
      401,
      { message: 'Unauthorized' },
      'it refuses the key (HTTP 401: "Unauthorized")',
      /ELECTRICITYMAPS_TOKEN/,
    ],
    [403, '', 'it refuses the key (HTTP 403)', /ELECTRICITYMAPS_TOKEN/],
    [
      404,
      { error: { code: '404', message: 'no zone\n\u001b[31mred' } },
      /HTTP 404: "no zone \[31mred"/,
      /grid-zone/,
    ],
    [500, '<html>oh</html>', 'it has trouble of its own (HTTP 500)', /later/],
    [400, '{"error":', 'it does not understand the question (HTTP 400)', /grid-zone/],
    [204, '', /HTTP 204/, /grid-url/],
  ])('%i %j is told with what to do', async (status, body, why, fix) => {
    const { source, service } = await electricityMaps();
    service.instead = (_url, _request, response) => {
      if (status === 204) response.writeHead(204).end();
      else answer(response, body, status);
      return true;
    };
    const { problem } = await refusalOf(source);
    expect(problem.code).toBe('E_GRID');
    expect(problem.why).toMatch(why);
    expect(problem.fix).toMatch(fix);
  });

  test('429 and 503 are tried again, as soon as the service allows', async () => {
    const { source, service } = await electricityMaps();
    let left = 2;
    service.instead = (_url, _request, response) => {
      left -= 1;
      if (left < 0) return false;
      response.writeHead(left === 1 ? 429 : 503, left === 1 ? { 'retry-after': '0' } : {});
      response.end();
      return true;
    };
    expect((await source.latest('FR')).ok).toBe(true);
    expect(service.asked.length).toBe(3);
  });

  test('429 that asks for more time than there is is not tried again, and says when it may be', async () => {
    const { source, service } = await electricityMaps();
    service.instead = (_url, _request, response) => {
      response.writeHead(429, { 'retry-after': '120' });
      response.end();
      return true;
    };
    const begun = performance.now();
    const { problem, againMs } = await refusalOf(source);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(service.asked.length).toBe(1);
    expect(problem.why).toBe('it has been asked too often (HTTP 429)');
    expect((againMs ?? 0) - Date.now()).toBeGreaterThan(100_000);
  });

  test('a whole try ends when nobody waits any more', async () => {
    const url = new URL(
      await raw('HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nretry-after: 30\r\n\r\n', 'hangs up'),
    );
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const begun = performance.now();
    await ask(host, { url }, { ...BOUNDS, signal: stop.signal }, { ...ONCE, tries: 5 });
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});

test('Retry-After is seconds or a date; anything else says nothing', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(retryAfterS('120', now)).toBe(120);
  expect(retryAfterS('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(60);
  expect(retryAfterS('Wed, 31 Dec 2025 23:59:00 GMT', now)).toBe(0);
  for (const text of ['soon', '', '-5', '1e9', '2027-01-01', undefined])
    expect(retryAfterS(text, now)).toBeUndefined();
  expect([1, 2, 3].map((tries) => backOffS(tries, 0.5, 0.5))).toEqual([0.5, 1, 2]);
});

describe('clocks', () => {
  const latest = async (change: (figure: Record<string, unknown>) => void, skewMs = 0): Promise<string> => {
    const { source, service } = await electricityMaps();
    service.instead = (_url, _request, response) => {
      const figure: Record<string, unknown> = {
        zone: 'FR',
        carbonIntensity: 50,
        datetime: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString(),
      };
      change(figure);
      response.setHeader('date', new Date(Date.now() + skewMs).toUTCString());
      answer(response, figure);
      return true;
    };
    const answered = await source.latest('FR');
    return answered.ok ? 'believed' : (answered.error.problem.why ?? '');
  };

  test('a figure of this hour is believed, one of the future or of long ago is not', async () => {
    expect(await latest(() => undefined)).toBe('believed');
    expect(await latest((figure) => (figure['datetime'] = '2019-05-21T00:00:00.000Z'))).toMatch(
      /^its newest figure is of 2019-05-21T00:00Z: too old/,
    );
    expect(await latest((figure) => (figure['datetime'] = '2199-05-21T00:00:00.000Z'))).toMatch(
      /^its figure is of the future/,
    );
    for (const time of ['2019-05-21', 'yesterday', 1_234_567_890, null, '2019-05-21T00:00:00'])
      expect(await latest((figure) => (figure['datetime'] = time))).toBe(
        'a figure has no time that can be read',
      );
  });

  test('a service whose clock differs from ours by an hour cannot tell which hours are meant', async () => {
    expect(await latest(() => undefined, 2 * 3_600_000)).toBe('our clock is 2 h behind its own');
    expect(await latest(() => undefined, -3 * 86_400_000)).toBe('our clock is 3 days ahead of its own');
    expect(await latest(() => undefined, 60_000)).toBe('believed');
  });
});
