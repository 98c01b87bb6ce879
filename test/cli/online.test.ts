import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import {
  answer,
  electricityMapsService,
  energinetService,
  type FakeService,
  gbService,
  PASSWORD,
  serve,
  TOKEN,
  truth,
  USER,
  wattTimeService,
} from '../grid/live/fake-services.ts';
import { roomInTheHour } from '../grid/live/room-in-the-hour.ts';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

const HOUR = 3_600_000;
const closing: (() => unknown)[] = [];
// What the services tell changes with the hour.
beforeEach(roomInTheHour);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(service: FakeService | Promise<FakeService>): Promise<FakeService> {
  const fake = await service;
  closing.push(fake.close);
  return fake;
}

/** Runs without keeping this process from its own work: the services of the test live here. */
function launch(
  place: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome & { readonly tookMs: number }> {
  const begun = performance.now();
  const child = spawn(LAUNCHER, args, {
    cwd: place.dir,
    env: place.env(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, tookMs: performance.now() - begun }));
  });
}

interface Ran extends Outcome {
  readonly record: RunRecord;
  readonly tookMs: number;
}

/** A run of `exit 3` in France that asks Electricity Maps there. */
async function ran(
  url: string,
  { place = new Place(), env = {}, args = ['--online', '--region', 'FR'], command = 'exit 3' } = {},
): Promise<Ran> {
  const all = { JOULEBOOK_GRID_URL: url, ELECTRICITYMAPS_TOKEN: TOKEN, ...env };
  const outcome = await launch(place, ['run', ...args, '--', 'sh', '-c', command], all);
  const shown = await launch(place, ['show', '@last', '--json']);
  return { ...outcome, record: (JSON.parse(shown.stdout) as { data: RunRecord }).data };
}

/** What a run's carbon is without any live source. */
async function offline(): Promise<RunRecord['carbon']['intensity']> {
  const place = new Place();
  await launch(place, ['run', '--region', 'FR', '--', 'true']);
  const shown = await launch(place, ['show', '@last', '--json']);
  return (JSON.parse(shown.stdout) as { data: RunRecord }).data.carbon.intensity;
}

const hourOfRun = ({ startedAt }: RunRecord): number => Math.floor(Date.parse(startedAt) / HOUR) * HOUR;

describe('a live figure', () => {
  test('is asked with --online, counts the run’s carbon, and stands on card, page and record', async () => {
    const service = await started(serve(electricityMapsService));
    const { code, stderr, record } = await ran(service.url);
    expect(code).toBe(3);
    expect(stderr).not.toContain('warning');
    expect(stderr).toMatch(/Carbon .* France.*, \d+(\.\d)? g\/kWh live,\s.*life-cycle, Electricity Maps/s);
    const { carbon, energy } = record;
    expect(carbon.intensity).toMatchObject({
      value: truth(hourOfRun(record)),
      source: 'Electricity Maps',
      basis: 'average',
      boundary: 'life-cycle',
      zone: 'FRA',
    });
    expect(carbon.live).toMatchObject({ zone: 'FR', fraction: 1 });
    const kwh = (energy.facility.attributed.value ?? Number.NaN) / 3.6e6;
    expect(carbon.operational.value).toBeCloseTo(kwh * truth(hourOfRun(record)), 12);
    expect(carbon.offline?.source).toContain('Ember');
    for (const url of service.asked) expect(url.searchParams.get('zone')).toBe('FR');
  });

  test('is asked without --online where a source is configured, and by nobody else', async () => {
    const service = await started(serve(electricityMapsService));
    const configured = await ran(service.url, {
      args: ['--region', 'FR'],
      env: { JOULEBOOK_GRID_SOURCE: 'electricity-maps' },
    });
    expect(configured.record.carbon.live?.fraction).toBe(1);
    const asked = service.asked.length;
    const place = new Place();
    for (const env of [{}, { JOULEBOOK_GRID_SOURCE: 'offline' }]) {
      const { record } = await ran(service.url, { place, env, args: ['--region', 'FR'] });
      expect(record.carbon.live).toBeUndefined();
    }
    const given = await ran(service.url, { args: ['--online', '--intensity', '56 g/kWh'] });
    expect(given.record.carbon.intensity?.value).toBe(56);
    expect(service.asked.length).toBe(asked);
  });

  test('is shared by runs: the second asks nobody', async () => {
    const service = await started(serve(electricityMapsService));
    const place = new Place();
    await ran(service.url, { place });
    const asked = service.asked.length;
    expect((await ran(service.url, { place })).record.carbon.live?.fraction).toBe(1);
    expect(service.asked.length).toBe(asked);
  });

  test('of Great Britain and of Denmark is direct, and the change of meaning is told', async () => {
    const british = await started(serve(gbService));
    const gb = await ran(british.url, {
      env: { ELECTRICITYMAPS_TOKEN: '' },
      args: ['--online', '--region', 'GB'],
    });
    expect(gb.record.carbon.intensity).toMatchObject({ boundary: 'direct', licence: 'CC BY 4.0' });
    expect(gb.stderr).toContain("this run's carbon counts the direct emissions of power stations only");
    expect(gb.stderr).toMatch(/g\/kWh live,\s.*direct, Carbon Intensity API/s);
    const danish = await started(serve(energinetService));
    const dk = await ran(danish.url, {
      env: { JOULEBOOK_GRID_SOURCE: 'energinet', JOULEBOOK_GRID_ZONE: 'DK1' },
      args: ['--region', 'DK'],
    });
    expect(dk.record.carbon.live).toMatchObject({ source: 'energinet', zone: 'DK1', fraction: 1 });
    const both = await ran(danish.url, {
      env: { JOULEBOOK_GRID_SOURCE: 'energinet' },
      args: ['--region', 'DK'],
    });
    expect(both.stderr).toContain('set `grid-zone` to DK1');
    expect(both.record.carbon.intensity?.boundary).toBe('life-cycle');
  });

  test('of WattTime is marginal: beside the average, in no sum', async () => {
    const service = await started(serve(wattTimeService));
    const { record, stderr } = await ran(service.url, {
      env: {
        ELECTRICITYMAPS_TOKEN: '',
        JOULEBOOK_GRID_SOURCE: 'watttime',
        JOULEBOOK_WATTTIME_REGION: '37.77,-122.42',
        WATTTIME_USER: USER,
        WATTTIME_PASSWORD: PASSWORD,
      },
      args: ['--region', 'US'],
    });
    const { intensity, live, marginal } = record.carbon;
    expect(stderr).not.toContain('warning');
    expect(live).toBeUndefined();
    expect(intensity).toMatchObject({ zone: 'USA', basis: 'average', boundary: 'life-cycle' });
    expect(marginal).toMatchObject({
      live: { source: 'watttime', zone: 'CAISO_NORTH', fraction: 1 },
      intensity: { basis: 'marginal', boundary: 'direct' },
    });
    expect(marginal?.emissions.value).toBeGreaterThan(0);
  });

  test('reaches a run under way, so that a limit on carbon counts by it', async () => {
    const service = await started(serve(electricityMapsService));
    service.instead = (url, _request, response) => {
      const datetime = new Date(Math.floor(Date.now() / HOUR) * HOUR).toISOString();
      answer(response, {
        zone: url.searchParams.get('zone'),
        history: [{ carbonIntensity: 2900, datetime }],
      });
      return true;
    };
    // At the yearly figure this much is reached after minutes, at the live one in a second or two.
    const args = ['--online', '--region', 'FR', '--interval', '100ms', '--pue', '1', '--max-co2', '20 mg'];
    const { code, record } = await ran(service.url, { args, command: 'sleep 30' });
    expect(record.carbon.intensity?.value).toBe(2900);
    expect({ code, limit: record.limit }).toEqual({ code: 4, limit: 'max-co2' });
  });
});

describe('a service that does not do as it should leaves the run unharmed', () => {
  const hour = (): string => new Date(Math.floor(Date.now() / HOUR) * HOUR).toISOString();
  const figure = (change: object): string =>
    JSON.stringify({ zone: 'FR', datetime: hour(), carbonIntensity: 50, ...change });
  const HOSTILE: readonly (readonly [string, FakeService['instead'], RegExp])[] = [
    [
      '401 with an error',
      (_u, _q, r) => (answer(r, { error: 'Invalid auth-token' }, 401), true),
      /HTTP 401: "Invalid/,
    ],
    [
      '401 with a message',
      (_u, _q, r) => (answer(r, { message: 'Unauthorized' }, 401), true),
      /HTTP 401: "Unauth/,
    ],
    ['404', (_u, _q, r) => (answer(r, { error: 'no' }, 404), true), /HTTP 404/],
    ['429', (_u, _q, r) => (r.writeHead(429, { 'retry-after': '600' }).end(), true), /HTTP 429/],
    ['500', (_u, _q, r) => (answer(r, 'oh no', 500), true), /HTTP 500/],
    ['a web page', (_u, _q, r) => (answer(r, '<html><body>Log in</body></html>'), true), /web page/],
    ['truncated JSON', (_u, _q, r) => (answer(r, figure({}).slice(0, 40)), true), /no whole JSON/],
    [
      'huge JSON',
      (_u, _q, r) => (answer(r, `[${'{"carbonIntensity":5},'.repeat(400_000)}{}]`), true),
      /longer than/,
    ],
    [
      'kilograms',
      (_u, _q, r) => (answer(r, figure({ carbonIntensity: 0.05 })), true),
      /its unit may be another/,
    ],
    ['a named wrong unit', (_u, _q, r) => (answer(r, figure({ unit: '%' })), true), /another unit/],
    ['null', (_u, _q, r) => (answer(r, figure({ carbonIntensity: null })), true), /\(null\)/],
    [
      'a negative figure',
      (_u, _q, r) => (answer(r, figure({ carbonIntensity: -50 })), true),
      /-50 g\/kWh is no/,
    ],
    [
      'an absurd figure',
      (_u, _q, r) => (answer(r, figure({ carbonIntensity: 1e9 })), true),
      /is no carbon intensity/,
    ],
    ['another zone', (_u, _q, r) => (answer(r, figure({ zone: 'PL' })), true), /another zone/],
    [
      'a figure of long ago',
      (_u, _q, r) => (answer(r, figure({ datetime: '2019-05-21T00:00:00Z' })), true),
      /too old/,
    ],
    [
      'a figure of the future',
      (_u, _q, r) => (answer(r, figure({ datetime: '2099-01-01T00:00:00Z' })), true),
      /future/,
    ],
    [
      'a clock of yesterday',
      (_u, _q, r) => (
        r.setHeader('date', new Date(Date.now() - 86_400_000).toUTCString()), answer(r, figure({})), true
      ),
      /our clock is/,
    ],
    [
      'a redirect in circles',
      (u, _q, r) => (r.writeHead(302, { location: u.pathname }).end(), true),
      /again and again/,
    ],
    [
      'a redirect to another host',
      (_u, _q, r) => (r.writeHead(302, { location: 'http://192.0.2.1/' }).end(), true),
      /another place/,
    ],
    ['nothing at all', () => true, /no answer within 3 s/],
  ];

  test.concurrent.each(HOSTILE)('%s', async (_what, instead, why) => {
    const service = await serve(electricityMapsService);
    service.instead = instead;
    const { code, stderr, record, tookMs } = await ran(service.url);
    await service.close();
    expect(code).toBe(3);
    expect(record).toMatchObject({ state: 'failed', exitCode: 3 });
    const [warning] = record.warnings.filter((one) => one.code === 'E_GRID');
    expect(warning?.what).toMatch(/^Electricity Maps: no figure for FR; the yearly figure stands in$/);
    expect(warning?.why).toMatch(why);
    expect(warning?.fix).toBeTruthy();
    expect(stderr).toContain(warning?.what);
    expect(stderr).not.toContain(TOKEN);
    expect(record.carbon.intensity).toMatchObject({ zone: 'FRA', year: 2024, boundary: 'life-cycle' });
    expect(record.carbon.live).toMatchObject({ fraction: 0, failure: warning?.why });
    // Waiting is no part of the run.
    if (why.source.includes('within 3 s')) expect(tookMs / 1000 - record.durationS).toBeGreaterThan(2.9);
    expect(tookMs).toBeLessThan(90_000);
  });

  test('the offline value is the one that a run without the network has', async () => {
    const service = await started(serve(electricityMapsService));
    service.instead = (_u, _q, response) => (answer(response, '', 500), true);
    const { note, ...intensity } = (await ran(service.url)).record.carbon.intensity ?? {};
    expect(intensity).toEqual(await offline());
    expect(note).toBe('no live figure of Electricity Maps: it has trouble of its own (HTTP 500)');
  });

  test('a stall delays neither start nor command, the end by `grid-wait` at most, and no energy of the wait is the run’s', async () => {
    const sockets = new Set<Socket>();
    const silent = createTcpServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const place = new Place();
    const command = 'date +%s%N > began; sleep 0.5';
    const before = Date.now();
    const short = await ran(url, { place, command, env: { JOULEBOOK_GRID_WAIT: '0.5s' } });
    const began = Number(readFileSync(join(place.dir, 'began'), 'utf8')) / 1e6;
    expect(short.code).toBe(0);
    expect(began - before).toBeLessThan(20_000);
    expect(short.record.warnings.map(({ why }) => why)).toContain(
      'no answer within 0.5 s after the end of the run',
    );
    const long = await ran(url, { command: 'sleep 0.5', env: { JOULEBOOK_GRID_WAIT: '8s' } });
    expect(long.tookMs - short.tookMs).toBeGreaterThan(1500);
    const watts = ({ record }: Ran): number => (record.energy.wall.machine.value ?? 0) / record.durationS;
    // Had the eight seconds been counted, this would be sixteen times as much.
    expect(watts(long) / watts(short)).toBeLessThan(6);
  });

  test('a key that is wrong is told without showing it; nothing of it is in book, cache or crash file', async () => {
    const service = await started(serve(electricityMapsService));
    const place = new Place();
    const { stderr } = await ran(service.url, { place, env: { ELECTRICITYMAPS_TOKEN: 'wr0ng-key' } });
    expect(stderr).toContain('set ELECTRICITYMAPS_TOKEN');
    expect(stderr).not.toContain('wr0ng');
    const good = await ran(service.url, { place });
    expect(good.record.carbon.live?.fraction).toBe(1);
    const filesBelow = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? filesBelow(path) : [path];
      });
    const texts = filesBelow(place.dir).map((path) => readFileSync(path, 'latin1'));
    expect(texts.some((text) => text.includes('Electricity Maps'))).toBe(true);
    for (const text of texts)
      for (const secret of ['wr0ng-key', TOKEN]) expect(text.includes(secret)).toBe(false);
  });

  test('figures that are kept stand in when it breaks down, and their age is told', async () => {
    const service = await started(serve(electricityMapsService));
    const place = new Place();
    await ran(service.url, { place });
    const cache = join(place.dir, 'home/.cache/joulebook/grid');
    const [name = ''] = readdirSync(cache);
    const entry = JSON.parse(readFileSync(join(cache, name), 'utf8')) as { points: { askedMs: number }[] };
    for (const point of entry.points) point.askedMs -= 40 * 60_000;
    writeFileSync(join(cache, name), JSON.stringify(entry));
    service.instead = (_u, _q, response) => (answer(response, '', 500), true);
    const { record, stderr } = await ran(service.url, { place });
    expect(stderr).toMatch(/Electricity Maps: nothing new for FR; its figures of 4\dm\d\ds ago stand in/);
    expect(record.carbon.live?.fraction).toBe(1);
    expect(record.carbon.intensity?.value).toBe(truth(hourOfRun(record)));
  });
});

describe('keys and addresses', () => {
  test('a project’s address is not told the keys of its user', async () => {
    const service = await started(serve(electricityMapsService));
    const place = new Place();
    writeFileSync(
      join(place.dir, 'joulebook.yaml'),
      `grid-source: electricity-maps\ngrid-url: ${service.url}\nregion: FR\n`,
    );
    const { code, stderr } = await launch(place, ['run', '--', 'true'], { ELECTRICITYMAPS_TOKEN: TOKEN });
    expect(code).toBe(0);
    expect(stderr).toContain('electricity-maps-token is not sent to the grid-url of this project');
    expect(service.asked).toEqual([]);
  });

  test('`config` shows no key', async () => {
    const place = new Place();
    mkdirSync(join(place.dir, 'home'));
    const set = await launch(place, ['config', 'set', '--user', 'electricity-maps-token', 's3cr3t']);
    expect(set.code).toBe(0);
    const all = [set, await launch(place, ['config']), await launch(place, ['config', '--json'])];
    all.push(await launch(place, ['config', 'get', 'electricity-maps-token']));
    for (const { stdout, stderr } of all) expect(stdout + stderr).not.toContain('s3cr3t');
    expect(all[3]?.stdout).toBe('***\n');
  });

  test.each(['http://ada:pw@127.0.0.1', 'https://x/?k=1', 'nonsense'])(
    'the address %s is refused before anything runs',
    async (url) => {
      const place = new Place();
      const { code, stderr } = await launch(place, ['run', '--online', '--', 'touch', 'ran'], {
        JOULEBOOK_GRID_URL: url,
      });
      expect(code).toBe(2);
      expect(stderr).toContain('[E_CONFIG]');
      expect(readdirSync(place.dir)).not.toContain('ran');
    },
  );
});

describe('the metadata service of a cloud', () => {
  const aws =
    () =>
    (url: URL, { method, headers }: { method?: string; headers: Record<string, unknown> }) => {
      if (method === 'PUT' && url.pathname === '/latest/api/token') return { body: 'TOKEN' };
      if (headers['x-aws-ec2-metadata-token'] !== 'TOKEN') return { status: 401, body: '' };
      if (url.pathname !== '/latest/dynamic/instance-identity/document') return { status: 404, body: '' };
      return { body: { region: 'eu-west-3', instanceType: 'g5.xlarge', accountId: '123456789012' } };
    };
  const roots = () => {
    // What the firmware says of an instance of EC2, without cloud-init's notes on its region.
    const files = Object.entries(MACHINES['graviton'] ?? {}).filter(([path]) => !path.startsWith('run/'));
    return { JOULEBOOK_FAKE_ROOT: dirname(fakeMachine(Object.fromEntries(files)).roots.sys) };
  };

  test('is asked with --online only, and tells region and type', async () => {
    const service = await started(serve(aws as never));
    const env = { ...roots(), JOULEBOOK_METADATA_URL: service.url, ELECTRICITYMAPS_TOKEN: '' };
    const place = new Place();
    const silent = await launch(place, ['run', '--', 'true'], env);
    expect(silent.code).toBe(0);
    expect(service.asked).toEqual([]);
    const { record } = await ran('http://127.0.0.1:9', { env, args: ['--online'] });
    expect(service.asked.length).toBeGreaterThan(1);
    expect(record.machine).toMatchObject({
      cloud: 'aws',
      cloudRegion: 'eu-west-3',
      instanceType: 'g5.xlarge',
    });
    expect(record.carbon.intensity).toMatchObject({ zone: 'FRA', zoneFrom: 'cloud' });
    expect(JSON.stringify(record)).not.toContain('123456789012');
  });
});

test('a run from inside a program is counted by the configured source, and its end says so', async () => {
  const service = await started(serve(electricityMapsService));
  const place = new Place();
  const env = {
    JOULEBOOK_GRID_SOURCE: 'electricity-maps',
    JOULEBOOK_GRID_URL: service.url,
    JOULEBOOK_REGION: 'FR',
    ELECTRICITYMAPS_TOKEN: TOKEN,
  };
  const child = spawn(LAUNCHER, ['agent'], {
    cwd: place.dir,
    env: place.env(env),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers: Record<string, unknown>[] = [];
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  const closed = new Promise((resolve) => child.on('close', resolve));
  child.stdin.write(
    '{"type":"start","id":1,"kind":"block","command":["me"]}\n{"type":"end","id":2}\n{"type":"end","id":3}\n',
  );
  child.stdin.end();
  expect(await closed).toBe(0);
  for (const line of text.trim().split('\n')) answers.push(JSON.parse(line) as Record<string, unknown>);
  const of = (id: number) => answers.find(({ re }) => re === id);
  expect(of(2)).toMatchObject({ type: 'ended' });
  // The host of a virtual machine may have taken some of its time.
  const warnings = of(2)?.['warnings'] as readonly { readonly code: string }[];
  expect(warnings.filter(({ code }) => code !== 'E_SHARE')).toEqual([]);
  expect(of(3)).toMatchObject({ type: 'error' });
  const record = JSON.parse(readFileSync(of(2)?.['record'] as string, 'utf8')) as RunRecord;
  expect(record.carbon.live).toMatchObject({ source: 'electricity-maps', fraction: 1 });
});

test('a tracker that is killed loses none of what a live source had told', async () => {
  const service = await started(serve(electricityMapsService));
  const place = new Place();
  const env = { JOULEBOOK_GRID_URL: service.url, ELECTRICITYMAPS_TOKEN: TOKEN };
  const args = ['run', '--online', '--region', 'FR', '--interval', '100ms', '--', 'sleep', '30'];
  const child = spawn(LAUNCHER, args, { cwd: place.dir, env: place.env(env), stdio: 'ignore' });
  const journal = (): string => {
    const runs = join(place.dir, '.joulebook/runs');
    const found = existsSync(runs)
      ? readdirSync(runs, { recursive: true, encoding: 'utf8' }).find((name) =>
          name.endsWith('journal.jsonl'),
        )
      : undefined;
    return found === undefined ? '' : readFileSync(join(runs, found), 'utf8');
  };
  const isTold = (): boolean =>
    journal().includes('"k":"grid"') && journal().split('"k":"sample"').length > 3;
  for (let i = 0; i < 1000 && !isTold(); i += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  const [, pid] = /"pid":(\d+)/.exec(journal()) ?? [];
  process.kill(Number(pid), 'SIGKILL');
  await new Promise((resolve) => child.on('close', resolve));
  const shown = await launch(place, ['show', '@last', '--json']);
  const { data: record } = JSON.parse(shown.stdout) as { data: RunRecord };
  expect(record.state).toBe('lost');
  expect(record.carbon.live?.fraction).toBe(1);
  expect(record.carbon.intensity?.value).toBe(truth(hourOfRun(record)));
});

test('a settings file that is damaged shows no key', async () => {
  const place = new Place();
  for (const text of [
    'electricity-maps-token: "s3cr3t\n',
    'electricity-maps-token: [s3cr3t]\n',
    'a: b\nwatttime-password: {s3cr3t\n',
  ]) {
    writeFileSync(join(place.dir, 'joulebook.yaml'), text);
    for (const args of [['config'], ['run', '--', 'true'], ['doctor', '--seconds', '0.2']]) {
      const { stdout, stderr } = await launch(place, args);
      expect(stdout + stderr).not.toContain('s3cr3t');
    }
  }
});

test('top shows what the electricity of the next hours will be like, and only where it may ask', async () => {
  const place = new Place();
  const british = await started(serve(gbService));
  const env = { JOULEBOOK_GRID_URL: british.url };
  const args = ['top', '--once', '--interval', '200ms', '--region', 'GB'];
  const json = await launch(place, [...args, '--online', '--json'], env);
  const { ahead } = (
    JSON.parse(json.stdout) as { data: { ahead: { hours: { at: string; gPerKwh: number }[] } } }
  ).data;
  expect(ahead).toMatchObject({ zone: 'GB', basis: 'average', boundary: 'direct' });
  expect(ahead.hours.length).toBeGreaterThanOrEqual(23);
  for (const { at, gPerKwh } of ahead.hours.slice(1, -1)) {
    const ms = Date.parse(at);
    expect(gPerKwh).toBeCloseTo((truth(ms) + truth(ms + HOUR / 2)) / 2, 6);
  }
  const text = await launch(place, [...args, '--online'], env);
  expect(text.stdout).toMatch(/^next 2\d h \S+ · .*lowest/m);
  const asked = british.requests.length;
  const offline = await launch(place, [...args, '--json'], env);
  expect((JSON.parse(offline.stdout) as { data: { ahead: null } }).data.ahead).toBeNull();
  expect(british.requests).toHaveLength(asked);
});

test('a service that does not answer leaves top without a curve, and says so', async () => {
  const place = new Place();
  const dead = await started(serve(() => () => ({ status: 500, body: 'no' })));
  const args = ['top', '--once', '--interval', '200ms', '--region', 'GB', '--online', '--json'];
  const { stdout, tookMs } = await launch(place, args, {
    JOULEBOOK_GRID_URL: dead.url,
    JOULEBOOK_GRID_WAIT: '1s',
  });
  const { data, warnings } = JSON.parse(stdout) as { data: { ahead: unknown }; warnings: { code: string }[] };
  expect(data.ahead).toBeNull();
  expect(tookMs).toBeLessThan(60_000);
  expect(warnings.length === 0 || warnings.some(({ code }) => code === 'E_GRID')).toBe(true);
});
