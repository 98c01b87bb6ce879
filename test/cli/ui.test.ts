import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { LAUNCHER, Place } from './joulebook.ts';

interface Running {
  readonly url: URL;
  readonly port: number;
  readonly token: string;
  readonly stderr: () => string;
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts the dashboard; the first line that it prints is its address. */
async function dashboard(
  place: Place,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(LAUNCHER, ['ui', '--no-open', ...words], { cwd: place.dir, env: place.env(env) });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<number | null>((done) => void child.on('close', done));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error(`it ended: ${stderr}`);
  const url = new URL(first.value);
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? '';
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return { url, port: Number(url.port), token, stderr: () => stderr, end };
}

/** Asks with the cookie that the token is changed for. */
async function signedIn({ url, token }: Running): Promise<(path: string) => Promise<Response>> {
  const shown = await fetch(new URL('api/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.origin },
    body: JSON.stringify({ token }),
  });
  expect(shown.status).toBe(204);
  const cookie = shown.headers.get('set-cookie')?.split(';')[0] ?? '';
  return (path) => fetch(new URL(path, url), { headers: { cookie } });
}

/** A port that somebody listens on. */
async function takenPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('where there is no book yet it starts, says so, and makes nothing', async () => {
  const place = new Place();
  const running = await dashboard(place, ['--port', '0']);
  const ask = await signedIn(running);
  const book = (await (await ask('api/book')).json()) as { data: { exists: boolean; runs: number } };
  expect(book.data).toMatchObject({ exists: false, runs: 0 });
  const live = (await (await ask('api/live')).json()) as { data: { runs: unknown[] } };
  expect(live.data.runs).toEqual([]);
  expect((await ask('')).headers.get('content-type')).toContain('text/html');
  expect(existsSync(`${place.dir}/.joulebook`)).toBe(false);
  expect(readdirSync(place.dir)).not.toContain('.joulebook');
  // The first run makes it, and the page shows it without a new start.
  expect(place.run(['run', '--', 'true']).code).toBe(0);
  const after = (await (await ask('api/book')).json()) as { data: { exists: boolean; runs: number } };
  expect(after.data).toMatchObject({ exists: true, runs: 1 });
  expect(await running.end('SIGINT')).toBe(0);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends it at once, though a page listens',
  async (signal) => {
    const running = await dashboard(new Place(), ['--port', '0']);
    const ask = await signedIn(running);
    const events = await ask('api/live/events');
    expect(events.headers.get('content-type')).toBe('text/event-stream');
    const heard = events.text().catch(() => 'cut');
    const from = Date.now();
    expect(await running.end(signal)).toBe(0);
    expect(Date.now() - from).toBeLessThan(20_000);
    await heard;
    expect(running.stderr()).not.toMatch(/ at |Error/);
  },
);

test('a port that is named and taken is refused with who holds it', async () => {
  const port = await takenPort();
  const { code, stdout } = new Place().run(['ui', '--no-open', '--port', `${port}`, '--json']);
  expect(code).toBe(1);
  const { error } = JSON.parse(stdout) as { error: { code: string; what: string; why: string; fix: string } };
  expect(error.code).toBe('E_NETWORK');
  expect(error.what).toContain(`127.0.0.1:${port}`);
  expect(error.why).toContain(`process ${process.pid} (`);
  expect(error.fix).toContain('--port');
});

test('without a port named the next one is taken, which is said', async () => {
  const place = new Place();
  const first = await dashboard(place, []);
  const second = await dashboard(place, []);
  expect(second.port).not.toBe(first.port);
  await expect.poll(second.stderr).toMatch(/port 4780 is taken, so this is on \d+/);
  // Neither opens with the other's cookie.
  const ask = await signedIn(first);
  expect((await ask('api/book')).status).toBe(200);
  const cookie = `joulebook_${first.port}=${first.token}`;
  expect((await fetch(new URL('api/book', second.url), { headers: { cookie } })).status).toBe(401);
});

test('others are served only with a token that was chosen, and a short one is warned of', async () => {
  const place = new Place();
  const refused = place.run(['ui', '--no-open', '--host', '0.0.0.0', '--port', '0']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--token');
  const running = await dashboard(place, ['--host', '0.0.0.0', '--port', '0', '--token', 'short']);
  await expect.poll(running.stderr).toContain('5 characters');
  const named = await fetch(`http://127.0.0.1:${running.port}/`);
  expect(named.status).toBe(200);
});

test('a token from the environment need not stand where everybody sees it', async () => {
  const running = await dashboard(new Place(), ['--port', '0'], {
    JOULEBOOK_UI_TOKEN: 'quiet & long enough',
  });
  expect(running.token).toBe('quiet & long enough');
  await signedIn(running);
});

test.each([
  ['keeps its path', (path: string) => path],
  ['takes its path away', (path: string) => path.replace('/user/me/lab', '')],
])('behind a proxy that %s, page, files, data and live events are found', async (_how, passOn) => {
  const place = new Place();
  const running = await dashboard(place, [
    '--port',
    '0',
    '--base-path',
    '/user/me/lab',
    '--allow-host',
    'lab.example.org',
  ]);
  const proxy = createServer((asked, answer) => {
    if (asked.url?.startsWith('/user/me/lab') !== true) {
      answer.writeHead(404).end('not the dashboard’s');
      return;
    }
    const { port } = running;
    const path = passOn(asked.url);
    const headers = { ...asked.headers, host: 'lab.example.org' };
    const passed = request({ port, host: '127.0.0.1', method: asked.method, path, headers }, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((done) => void proxy.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const at = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/user/me/lab/`;
  const page = await (await fetch(`${at}runs/x?q=state:ok`)).text();
  expect(page).toContain('<base href="/user/me/lab/" />');
  const files = [...page.matchAll(/(?:src|href)="(\.?\/?assets\/[^"]+)"/g)].map(([, file]) => file ?? '');
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) expect((await fetch(new URL(file, at))).status).toBe(200);
  const shown = await fetch(`${at}api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://lab.example.org' },
    body: JSON.stringify({ token: running.token }),
  });
  expect(shown.status).toBe(204);
  expect(shown.headers.get('set-cookie')).toContain('Path=/user/me/lab/;');
  const cookie = shown.headers.get('set-cookie')?.split(';')[0] ?? '';
  const book = (await (await fetch(`${at}api/book`, { headers: { cookie } })).json()) as { ok: boolean };
  expect(book.ok).toBe(true);
  const events = await fetch(`${at}api/live/events`, { headers: { cookie } });
  const reader = events.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value as Uint8Array)).toContain('event: hello');
  await reader?.cancel();
});
