import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aRecord, putRecord } from '../book/a-record.ts';
import { LAUNCHER, Place } from './joulebook.ts';

const place = new Place();
const book = join(place.dir, 'book');
const runs = ['a', 'b'].map((name, i) =>
  aRecord({ name, startedAt: `2026-11-20T1${i}:00:00.000Z`, energyJ: 3600 }),
);

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that keeps what it is asked and answers what it is told. */
class Peer {
  readonly asked: Asked[] = [];
  readonly answers = new Map<string, readonly [status: number, body: string]>();
  /** Answers before those, each once. */
  readonly first: (readonly [status: number, body: string, headers?: Readonly<Record<string, string>>])[] =
    [];
  #server: Server | undefined;
  port = 0;

  async start(): Promise<void> {
    this.#server = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        const { method = '', url = '', headers } = incoming;
        this.asked.push({ method, url, headers, body });
        const [status, text, more] = this.first.shift() ?? this.answers.get(url) ?? [200, ''];
        response.writeHead(status, more);
        response.end(text);
      });
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server?.close();
  }
}

const peer = new Peer();

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Beside this process, whose own loop serves the peer. */
async function joulebook(...args: readonly string[]): Promise<Said> {
  return await joulebookWith({ OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b' }, ...args);
}

async function joulebookWith(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Said> {
  const child = spawn(LAUNCHER, ['export', '--book', 'book', ...args], {
    cwd: place.dir,
    env: place.env(env),
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

beforeAll(async () => {
  mkdirSync(join(book, 'runs'), { recursive: true });
  for (const run of runs) putRecord(book, run);
  await peer.start();
});
afterAll(() => peer.stop());

describe('joulebook export --to', () => {
  test('pushes to a Pushgateway, with the credentials of the address, which nobody sees', async () => {
    const { code, stderr } = await joulebook(
      '--prometheus',
      '--to',
      `http://me:p%40ss@127.0.0.1:${peer.port}`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: `sent 2 runs to http://127.0.0.1:${peer.port}/\n` });
    const { method, url, headers, body } = peer.asked.at(-1) as Asked;
    expect([method, url]).toEqual(['PUT', '/metrics/job/joulebook']);
    expect(headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(body).toMatch(/^joulebook_energy_joules_total\{project="demo"\} 7200$/m);
    expect(body.endsWith('\n')).toBe(true);
  });

  test('sends OTLP to the path that collectors have, in JSON', async () => {
    expect((await joulebook('--otlp', '--to', `http://127.0.0.1:${peer.port}`)).code).toBe(0);
    const { method, url, headers, body } = peer.asked.at(-1) as Asked;
    expect([method, url, headers['content-type'], headers['x-key']]).toEqual([
      'POST',
      '/v1/metrics',
      'application/json',
      'a b',
    ]);
    expect(JSON.parse(body)).toHaveProperty(
      'resourceMetrics[0].scopeMetrics[0].metrics[0].gauge.dataPoints[1].asDouble',
      3600,
    );
  });

  test('shows nobody a key that stands in the address', async () => {
    peer.answers.set('/key?token=s3cret', [500, 'no']);
    for (const format of ['--prometheus', '--otlp']) {
      for (const path of ['/key?token=s3cret', '/metrics/job/x?token=s3cret']) {
        const { stdout, stderr } = await joulebook(format, '--to', `http://127.0.0.1:${peer.port}${path}`);
        expect(peer.asked.at(-1)?.url).toMatch(/\?token=s3cret$/);
        expect(stdout + stderr).toContain(`http://127.0.0.1:${peer.port}/`);
        expect(stdout + stderr).not.toContain('s3cret');
      }
    }
  });

  test('says why a server did not take it', async () => {
    peer.answers.set('/full', [
      200,
      '{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}}',
    ]);
    peer.answers.set('/no', [403, 'who are you?']);
    const at = (path: string) => joulebook('--otlp', '--to', `http://127.0.0.1:${peer.port}${path}`);
    expect(await at('/full')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('3 were refused: too old') as string,
    });
    expect(await at('/no')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/answered 403[\s\S]*who are you\?/) as string,
    });
    const closed = await joulebook('--otlp', '--to', 'http://127.0.0.1:9');
    expect(closed).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/E_NETWORK[\s\S]*why:[\s\S]*fix:/) as string,
    });
    expect((await joulebook('--otlp', '--to', 'ftp://x')).code).toBe(2);
    expect((await joulebook('--otlp', '--to', 'http://me:50%@x')).code).toBe(2);
    peer.answers.set('/login', [200, '<!doctype html>Sign in']);
    expect(await at('/login')).toMatchObject({ code: 1 });
    expect((await joulebook('--otlp', '--to', 'nowhere')).code).toBe(2);
  });
});

describe('joulebook export --to, where the server is busy or elsewhere', () => {
  const at = (path: string) => `http://127.0.0.1:${peer.port}${path}`;

  test('comes back when it is asked to, with the same figures', async () => {
    const before = peer.asked.length;
    peer.first.push([429, '', { 'retry-after': '0' }], [503, '', { 'retry-after': '0' }]);
    expect((await joulebook('--otlp', '--to', at(''))).code).toBe(0);
    const asked = peer.asked.slice(before);
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
  });

  test('does not follow it to another place', async () => {
    const before = peer.asked.length;
    peer.first.push([307, '', { location: '/elsewhere' }]);
    const { code, stderr } = await joulebook('--otlp', '--to', at('/x'));
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('redirects') as string,
    });
    expect(peer.asked.length - before).toBe(1);
  });

  test.each([
    ['--otlp', { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cret' }, 'Bearer s3cret'],
    ['--mlflow', { MLFLOW_TRACKING_TOKEN: 's3cret\n' }, 'Bearer s3cret'],
    ['--prometheus', { JOULEBOOK_EXPORT_AUTHORIZATION: 'Bearer s3cret' }, 'Bearer s3cret'],
  ])('%s takes what lets it in from the environment, and nobody sees it', async (format, env, sent) => {
    peer.first.push([401, 'Bearer s3cret may not']);
    const { code, stdout, stderr } = await joulebookWith(env, format, '--to', at('/in'));
    expect(peer.asked.at(-1)?.headers.authorization).toBe(sent);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('s3cret');
  });

  test('a secret that no header can hold is not told either', async () => {
    for (const [format, env] of [
      ['--mlflow', { MLFLOW_TRACKING_TOKEN: 's3\ncret' }],
      ['--otlp', { OTEL_EXPORTER_OTLP_HEADERS: 'x=s3%0acret' }],
    ] as const) {
      const { code, stdout, stderr } = await joulebookWith(env, format, '--to', at('/in'));
      expect(code).toBe(1);
      expect(stdout + stderr).not.toContain('cret');
    }
  });
});

describe('joulebook export --to over TLS', () => {
  test('trusts the authority that the environment names, and says so where it knows none', async () => {
    const folder = fileURLToPath(new URL('../fixtures/tls', import.meta.url));
    const authority = join(folder, 'authority.pem');
    const [key, cert] = ['key.pem', 'authority.pem'].map((name) => readFileSync(join(folder, name), 'utf8'));
    let bodies = 0;
    const server = createSecureServer({ key: key ?? '', cert: cert ?? '' }, (incoming, response) => {
      incoming.resume();
      incoming.on('end', () => {
        bodies++;
        response.end('{}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const to = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const refused = await joulebookWith({}, '--otlp', '--to', to);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/certificate is not trusted[\s\S]*SSL_CERT_FILE/);
      expect(bodies).toBe(0);
      for (const name of ['SSL_CERT_FILE', 'OTEL_EXPORTER_OTLP_CERTIFICATE'])
        expect(await joulebookWith({ [name]: authority }, '--otlp', '--to', to)).toMatchObject({ code: 0 });
      expect(bodies).toBe(2);
      expect((await joulebookWith({ SSL_CERT_FILE: '/nowhere' }, '--otlp', '--to', to)).code).toBe(2);
    } finally {
      server.close();
    }
  });
});

describe('joulebook export --serve', () => {
  interface Answer {
    readonly status: number;
    readonly type: string;
    readonly body: string;
  }

  async function get(
    port: number,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
  ): Promise<Answer> {
    const asking = request({ host: '127.0.0.1', port, path, headers, method });
    asking.end();
    const [response] = (await once(asking, 'response')) as [import('node:http').IncomingMessage];
    let body = '';
    for await (const chunk of response) body += String(chunk);
    return { status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body };
  }

  test('answers each scrape with the book as it is then, on loopback only, until it is stopped', async () => {
    const child = spawn(LAUNCHER, ['export', '--book', 'book', '--serve', '127.0.0.1:0', 'name:a,c'], {
      cwd: place.dir,
      env: place.env(),
    });
    const [said] = (await once(child.stderr, 'data')) as [Buffer];
    const port = Number(/:(\d+)\/metrics/.exec(said.toString())?.[1]);
    const first = await get(port, '/metrics');
    expect(first).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(first.body).toMatch(/^joulebook_runs\{project="demo"\} 1$/m);
    putRecord(book, aRecord({ name: 'c', startedAt: '2026-11-21T10:00:00.000Z' }));
    const open = await get(port, '/metrics', {
      accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5',
    });
    expect(open.body).toMatch(/^joulebook_runs\{project="demo"\} 2$/m);
    expect(open.body.endsWith('# EOF\n')).toBe(true);
    expect((await get(port, '/metrics', { host: 'evil.example:9464' })).status).toBe(403);
    expect((await get(port, '/other')).status).toBe(404);
    expect((await get(port, '/metrics', {}, 'POST')).status).toBe(405);
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(0);
  });

  test.each(['0.0.0.0:9464', '192.168.1.2:9464', 'example.com:1', 'x', '127.0.0.1:99999', ''])(
    'refuses %s',
    (address) => {
      expect(place.run(['export', '--book', 'book', '--serve', address]).code).toBe(2);
    },
  );
});

describe('joulebook export into folders', () => {
  test.each(['tensorboard', 'wandb', 'mlflow'])('%s has a folder for each run', (format) => {
    const { code, stderr } = place.run(['export', '--book', 'book', `--${format}`, '-o', format, 'name:a,b']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `wrote 2 runs to ${format}\n` });
    expect(readdirSync(join(place.dir, format)).length).toBeGreaterThan(0);
    expect(place.run(['export', '--book', 'book', `--${format}`, '-o', format, 'name:a,b']).code).toBe(0);
  });

  test('a file store of MLflow takes a run once, even where metrics are named like folders of others', () => {
    const odd = aRecord({
      name: 'odd',
      metrics: { loss: 1, 'loss/val': 2, '../../x': 3 },
      startedAt: '2026-11-22T10:00:00.000Z',
    });
    putRecord(book, odd);
    const once = place.run(['export', '--book', 'book', '--mlflow', '-o', 'store', 'name:odd']);
    expect(once.stderr).toBe('wrote 1 run to store\n');
    expect(place.run(['export', '--book', 'book', '--mlflow', '-o', 'store', 'name:odd']).stderr).toBe(
      'wrote 0 runs to store, 1 was there already\n',
    );
    const files = readdirSync(join(place.dir, 'store'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((path) => /metrics\/(loss_|loss\/val|_\/_\/x)$/.test(path))).toHaveLength(3);
    expect(files.some((path) => path.endsWith('.new'))).toBe(false);
  });

  test('a file store of MLflow knows where it is, whatever its folder and the project are called', () => {
    putRecord(
      book,
      aRecord({ name: 'far', project: 'a\u007f\u0085\u2028b', startedAt: '2026-11-23T10:00:00.000Z' }),
    );
    const store = join(place.dir, 'my #1 50% é');
    expect(place.run(['export', '--book', 'book', '--mlflow', '-o', store, 'name:far']).code).toBe(0);
    const files = readdirSync(store, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('meta.yaml'),
    );
    expect(files).toHaveLength(2);
    for (const path of files) {
      const text = readFileSync(join(store, path), 'utf8');
      expect(text).toMatch(/^[\n\u0020-\u007e]*$/);
      const meta = load(text) as Readonly<Record<string, string | undefined>>;
      const where = new URL(meta['artifact_uri'] ?? meta['artifact_location'] ?? '');
      expect(fileURLToPath(where).startsWith(`${store}/`)).toBe(true);
      expect(meta['name'] ?? 'a\u007f\u0085\u2028b').toBe('a\u007f\u0085\u2028b');
    }
  });

  test('BoAmps reports, one to stdout or one file each', () => {
    const one = place.run(['export', '--book', 'book', '--boamps', 'name:a']);
    expect(JSON.parse(one.stdout)).toMatchObject({
      header: { reportId: runs[0]?.id },
      measures: [{ powerConsumption: 0.001 }],
    });
    expect(one.stderr).toContain('task.taskStage');
    expect(place.run(['export', '--book', 'book', '--boamps']).code).toBe(2);
    for (const context of [
      '{"task":[]}',
      '{"header":"x"}',
      '{"quality":"superb"}',
      '{"tasks":{}}',
      '[]',
      '{',
    ]) {
      writeFileSync(join(place.dir, 'wrong.json'), context);
      const wrong = place.run(['export', '--book', 'book', '--boamps', '--context', 'wrong.json', 'name:a']);
      expect(wrong, context).toMatchObject({ code: 2, stdout: '' });
    }
    expect(place.run(['export', '--book', 'book', '--boamps', 'name:nobody']).code).toBe(3);
    expect(place.run(['export', '--book', 'book', '--boamps', '-o', 'ba', 'name:a,b']).code).toBe(0);
    const [file = ''] = readdirSync(join(place.dir, 'ba'));
    expect(JSON.parse(readFileSync(join(place.dir, 'ba', file), 'utf8'))).toHaveProperty('task');
  });
});

describe('joulebook export', () => {
  test.each([
    [['--csv', '--otlp']],
    [['--parquet']],
    [['-o', 'runs.xlsx']],
    [['-o', 'runs.csv.gz']],
    [['--tensorboard']],
    [['--csv', '--to', 'http://x']],
    [['--serve', ':0', '--otlp']],
    [['--serve', ':0', '-o', 'x']],
    [['--otlp', '--to', 'http://x', '-o', 'y']],
    [['--context', 'x.json']],
    [['--boamps', '--context', 'missing.json', '-o', 'x']],
  ])('refuses %j', (args) => {
    const { code, stderr } = place.run(['export', '--book', 'book', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
  });

  test('takes - for stdout, as no path', () => {
    const [plain, dash] = [['name:a'], ['-o', '-', 'name:a']].map((args) =>
      place.run(['export', '--book', 'book', ...args]),
    );
    expect(dash).toEqual(plain);
    expect(existsSync(join(place.dir, '-'))).toBe(false);
    expect(place.run(['export', '--book', 'book', '--parquet', '-o', '-']).code).toBe(2);
  });

  test('goes through a pipe and along a link, which stay what they are', async () => {
    execFileSync('mkfifo', ['pipe'], { cwd: place.dir });
    const reading = spawn('cat', ['pipe'], { cwd: place.dir });
    let read = '';
    reading.stdout.on('data', (chunk: Buffer) => (read += chunk.toString()));
    const closed = once(reading, 'close');
    const { code } = await joulebook('--csv', '-o', 'pipe', 'name:a');
    await closed;
    expect(code).toBe(0);
    expect(read).toMatch(/^id,name,[\s\S]*,a,/);
    expect(lstatSync(join(place.dir, 'pipe')).isFIFO()).toBe(true);
    writeFileSync(join(place.dir, 'target.csv'), '');
    symlinkSync('target.csv', join(place.dir, 'link.csv'));
    expect((await joulebook('-o', 'link.csv', 'name:a')).code).toBe(0);
    expect(lstatSync(join(place.dir, 'link.csv')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(place.dir, 'target.csv'), 'utf8')).toBe(read);
    expect((await joulebook('-o', '/dev/full', '--csv', 'name:a')).code).toBe(1);
  });

  test('by the ending .prom is for the textfile collector', () => {
    expect(place.run(['export', '--book', 'book', '-o', 'runs.prom', 'name:a']).code).toBe(0);
    expect(readFileSync(join(place.dir, 'runs.prom'), 'utf8')).toMatch(/^# TYPE joulebook_run_info gauge\n/);
  });
});

test('a run that is alive is scraped, and left out where it would stay as it is', async () => {
  const child = spawn(
    LAUNCHER,
    ['run', '--book', 'book', '--name', 'alive', '--interval', '50ms', '--', 'cat'],
    {
      cwd: place.dir,
      env: place.env(),
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  await once(child.stderr, 'data'); // it has begun
  const scraped = place.run(['export', '--book', 'book', '--prometheus', 'name:alive']);
  expect(scraped.stdout).toMatch(/^joulebook_run_info\{.*state="running"/m);
  const kept = place.run(['export', '--book', 'book', '--wandb', '-o', 'alive', 'name:alive']);
  expect(kept.stderr).toMatch(/alive is still running and is left out[\s\S]*wrote 0 runs to alive/);
  child.stdin.end();
  await once(child, 'close');
  expect(place.run(['export', '--book', 'book', '--wandb', '-o', 'alive', 'name:alive']).stderr).toBe(
    'wrote 1 run to alive\n',
  );
});
