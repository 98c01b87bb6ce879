import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { openPlug, type PlugSource } from '../../../src/meters/whole/plug.io.ts';
import { bundled, started } from '../../bundled.ts';
import { clockedHost, type FakePlug, fakePlug, json, rawPlug, until } from './fake-plug.ts';

/** Asked often, and waited for longer than a busy machine may take to answer itself. */
const FAST = { hostId: 'h1', everyS: 0.01, timeoutS: 8 };
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function device(answer: FakePlug['answer']): Promise<FakePlug> {
  const plug = await fakePlug(answer);
  closing.push(plug.close);
  return plug;
}

interface Opened {
  readonly source: PlugSource;
  readonly clock: { nowS: number };
}

function opened(url: string, timeoutS = FAST.timeoutS): Opened {
  const { host, clock } = clockedHost();
  const source = openPlug(host, url, { ...FAST, timeoutS });
  closing.push(() => source.close());
  return { source, clock };
}

function taken({ source, clock }: Opened): number[] {
  const [low, high] = [new Float64Array(1), new Float64Array(1)];
  source.take(clock.nowS, low, high, 0);
  return [low[0] ?? Number.NaN, high[0] ?? Number.NaN];
}

/** A Shelly Plus Plug S; 404 as its firmware says it. */
function gen2(watts: () => unknown, totalWh: () => number = () => 100): FakePlug['answer'] {
  return (request, response) => {
    const status = { id: 0, output: true, apower: watts(), aenergy: { total: totalWh() } };
    if (request.url === '/rpc/Shelly.GetStatus') json(response, { sys: {}, 'switch:0': status });
    else if (request.url === '/rpc/Switch.GetStatus?id=0') json(response, status);
    else json(response, { code: 404, message: `No handler for ${request.url}` }, 404);
  };
}

function gen1(request: IncomingMessage, response: ServerResponse): void {
  const meter = { power: 55, is_valid: true, counters: [1, 2, 3], total: 1200 };
  if (request.url === '/status') json(response, { wifi_sta: {}, relays: [{}], meters: [meter] });
  else if (request.url === '/meter/0') json(response, meter);
  else response.writeHead(404, { connection: 'close' }).end('Not Found');
}

function tasmota(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://plug');
  if (url.pathname !== '/cm') response.writeHead(404).end('File Not Found');
  else if (url.searchParams.get('password') !== 'p&ss')
    json(response, { WARNING: 'Need user=<username>&password=<password>' }, 401);
  else if (url.searchParams.get('cmnd') === 'Status 8')
    json(response, { StatusSNS: { ENERGY: { Total: 1.234, Power: 77 } } });
  else json(response, { Command: 'Unknown' });
}

describe('a plug that answers', () => {
  test.each([
    ['Shelly Gen2', gen2(() => 123.4), '', 'plug:shelly', 123.4],
    ['Shelly Gen1', gen1, '', 'plug:shelly', 55],
    ['Tasmota', tasmota, ':p%26ss@', 'plug:tasmota', 77],
  ] as const)('%s is recognised at a plain http:// address', async (_name, answer, user, method, watts) => {
    const plug = await device(answer);
    const { source } = opened(plug.url('http', user));
    const finding = await source.ready;
    expect(finding).toMatchObject({ meter: 'plug', state: 'found', targets: ['wall'] });
    expect(finding.what).toContain(`${watts.toFixed(1)} W`);
    expect(finding.what).not.toContain('p&ss');
    expect(source.channels).toMatchObject([{ target: 'wall', method, grade: 'A' }]);
    expect(Object.keys(source.channels[0]?.errors ?? {})).toEqual(['plug:h1']);
  });

  test('its power becomes energy, as of halfway between question and answer', async () => {
    let waiting: ((watts: number) => void) | undefined;
    const plug = await device(gen2(() => 100));
    const one = opened(plug.url('shelly'));
    await one.source.ready;
    one.source.start(1000);
    plug.answer = (request, response) => {
      waiting = (watts) => {
        waiting = undefined;
        gen2(() => watts)(request, response);
      };
    };
    await until(() => waiting !== undefined);
    waiting?.(100);
    await until(() => waiting !== undefined);
    // It was asked at 1000 and answers at 1004: it measured at 1002.
    one.clock.nowS = 1004;
    waiting?.(200);
    await until(() => waiting !== undefined);
    expect(taken(one)).toEqual([700, 700]);
    expect(one.source.troubles()).toEqual([]);
  });

  test('is never asked twice at a time', async () => {
    let [open, most] = [0, 0];
    const plug = await device((request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        gen2(() => 5)(request, response);
      }, 60);
    });
    const { source } = opened(plug.url('shelly'));
    await source.ready;
    await until(() => plug.asked.length > 6);
    expect(most).toBe(1);
  });

  test('another device at its address is found out anew', async () => {
    const plug = await device(gen2(() => 10));
    const { source } = opened(plug.url('http'));
    await source.ready;
    plug.answer = gen1;
    await until(() => plug.asked.slice(-2).every((path) => path === '/meter/0'));
    expect(source.channels).toMatchObject([{ method: 'plug:shelly' }]);
  });
});

describe('a plug with a password', () => {
  /** Digest as Shelly's firmware does it before 2.0: a nonce for each request. */
  function digestGuarded(password: string, isNonceKept: boolean): FakePlug['answer'] {
    let nonce = 0;
    const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
    return (request, response) => {
      const header = request.headers.authorization ?? '';
      const field = (name: string): string => new RegExp(`${name}="?([^",]+)`).exec(header)?.[1] ?? '';
      const expected = sha(
        `${sha(`admin:shellyplus1pm-44:${password}`)}:${nonce}:${field('nc')}:${field('cnonce')}:auth:${sha(`GET:${request.url}`)}`,
      );
      if (field('response') === expected) {
        if (!isNonceKept) nonce += 1;
        gen2(() => 42)(request, response);
        return;
      }
      nonce += 1;
      response.writeHead(401, {
        'WWW-Authenticate': `Digest qop="auth", realm="shellyplus1pm-44", nonce="${nonce}", algorithm=SHA-256`,
        'Content-Length': '0',
        Connection: 'close',
      });
      response.end();
    };
  }

  test.each([true, false])(
    'Shelly Gen2 (digest; a nonce that may be used again: %s)',
    async (isNonceKept) => {
      const plug = await device(digestGuarded('secret', isNonceKept));
      const { source } = opened(plug.url('shelly', 'admin:secret@'));
      expect(await source.ready).toMatchObject({ state: 'found' });
      const seen = plug.asked.length;
      await until(() => plug.asked.length > seen + 6);
      expect(source.troubles()).toEqual([]);
    },
  );

  test('Shelly Gen1 (basic)', async () => {
    const plug = await device((request, response) => {
      const expected = `Basic ${Buffer.from('me:secret').toString('base64')}`;
      if (request.headers.authorization === expected) gen1(request, response);
      else
        response
          .writeHead(401, { 'WWW-Authenticate': 'Basic realm="shellyplug-s-1"' })
          .end('401 Unauthorized');
    });
    const { source } = opened(plug.url('shelly', 'me:secret@'));
    expect(await source.ready).toMatchObject({ state: 'found' });
  });

  test.each([
    ['', 'it asks for a password'],
    ['admin:wrong@', 'it refuses the user or the password'],
  ])(
    'is unusable with credentials %j, and says where to write them, not what they are',
    async (user, why) => {
      const plug = await device(digestGuarded('secret', true));
      const { source } = opened(plug.url('shelly', user));
      const finding = await source.ready;
      expect(finding).toMatchObject({ state: 'unusable', why });
      expect(finding.fix).toContain('admin:PASSWORD@HOST');
      expect(JSON.stringify([finding, source.troubles()])).not.toContain('wrong');
    },
  );

  test('Tasmota refuses with a warning', async () => {
    const plug = await device(tasmota);
    const { source } = opened(plug.url('tasmota', ':wrong@'));
    expect(await source.ready).toMatchObject({
      state: 'unusable',
      why: 'it refuses the user or the password',
    });
  });
});

/** What may be in the way, and what is then said. */
const HOSTILE: readonly (readonly [name: string, answer: FakePlug['answer'], why: RegExp])[] = [
  ['404', (_, response) => void response.writeHead(404).end(), /no plug meter answers there/],
  ['500', (_, response) => void response.writeHead(500).end(), /status 500/],
  [
    'a redirect',
    (_, response) => void response.writeHead(302, { location: '/login' }).end(),
    /no plug meter/,
  ],
  ['a stall before the answer', () => undefined, /did not answer within/],
  [
    'a stall within the answer',
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"sys":');
    },
    /did not answer within/,
  ],
  [
    'a truncated answer',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"sys":', () => request.socket.destroy());
    },
    /broke off|hung up/,
  ],
  [
    'a huge answer',
    (_, response) => {
      response.writeHead(200);
      for (let k = 0; k < 100; k += 1) response.write('x'.repeat(10_000));
      response.end();
    },
    /far too long/,
  ],
  ['a drip without an end', drip, /did not answer within/],
  ['no JSON', (_, response) => void response.end('<html>router</html>'), /no plug meter/],
  ['another JSON', (_, response) => json(response, [1, 2]), /no plug meter/],
  ['power that is null', gen2(() => null), /gives no power/],
];

function drip(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}

describe('a plug in trouble', () => {
  test.each(HOSTILE)('%s: it says why, gives bounds, and comes back', async (_name, answer, why) => {
    const plug = await device(answer);
    const one = opened(plug.url('shelly'), why.source.includes('within') ? 0.25 : FAST.timeoutS);
    one.source.start(1000);
    expect((await one.source.ready).why).toMatch(why);
    const [trouble] = one.source.troubles();
    expect(trouble?.why).toMatch(why);
    expect(trouble?.why).toContain('127.0.0.1');
    one.clock.nowS = 1001;
    const [low, high] = taken(one);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(1000);
    plug.answer = gen2(() => 60);
    const news: string[] = [];
    await until(() => {
      news.push(...one.source.troubles().map(({ state }) => state));
      return news.includes('back');
    });
    taken(one);
    one.clock.nowS = 1003;
    expect(taken(one)).toEqual([120, 120]);
  });

  test('that answered before: some lost answers are no trouble, a long silence is, and its total fills the hole', async () => {
    let [watts, totalWh]: [unknown, number] = [360, 100];
    const plug = await device(
      gen2(
        () => watts,
        () => totalWh,
      ),
    );
    const one = opened(plug.url('shelly'));
    await one.source.ready;
    one.source.start(1000);
    // Ten seconds in which the total moves every second, by 0.1 Wh.
    for (let t = 1001; t <= 1010; t += 1) {
      one.clock.nowS = t;
      totalWh += 0.1;
      const seen = plug.asked.length;
      await until(() => plug.asked.length > seen + 2);
    }
    expect(taken(one)[0]).toBeCloseTo(3600, 0);
    watts = null;
    // An answer from before must not arrive after the clock has moved on.
    let seen = plug.asked.length;
    await until(() => plug.asked.length > seen + 2);
    one.clock.nowS = 1013;
    seen = plug.asked.length;
    await until(() => plug.asked.length > seen + 2);
    expect(one.source.troubles()).toEqual([]);
    one.clock.nowS = 1110;
    seen = plug.asked.length;
    await until(() => plug.asked.length > seen + 2);
    expect(one.source.troubles()).toMatchObject([{ state: 'failed' }]);
    totalWh += 10;
    watts = 360;
    await until(() => one.source.troubles().some(({ state }) => state === 'back'));
    const [low = 0, high = 0] = taken(one);
    expect(low).toBeGreaterThan(35_000);
    expect(low).toBeLessThanOrEqual(36_000);
    expect(high).toBeGreaterThanOrEqual(36_000);
    expect(high).toBeLessThan(37_000);
  });

  test('no device there, no name, no HTTP', async () => {
    const gone = await fakePlug(gen1);
    const url = gone.url('shelly');
    await gone.close();
    expect(await opened(url).source.ready).toMatchObject({ state: 'unusable', why: 'nothing listens there' });
    const raw = await rawPlug('SSH-2.0-OpenSSH_9.6\r\n');
    closing.push(raw.close);
    expect(await opened(raw.url).source.ready).toMatchObject({ why: 'it does not speak HTTP' });
  });

  test('a URL that is not understood gives a source that has failed', async () => {
    const one = opened('192.168.1.5');
    one.source.start(1000);
    one.clock.nowS = 1001;
    expect(await one.source.ready).toMatchObject({ state: 'unusable' });
    expect(one.source.troubles()).toMatchObject([{ state: 'failed' }]);
    expect(taken(one)[0]).toBe(0);
    expect(taken(one)).toEqual([0, 0]);
  });
});

test('neither a plug that answers nor one that stalls keeps a process alive, and waiting for it does not end one early', async () => {
  const plug = await device(gen2(() => 12));
  const stalled = await device(() => undefined);
  const program = bundled(`
    import { realHost } from './src/host/real-host.io.ts';
    import { openPlug } from './src/meters/whole/plug.io.ts';
    const plugs = process.argv.slice(2).map((url) => openPlug(realHost(), url, { hostId: 'h', timeoutS: 2 }));
    const found = await Promise.all(plugs.map((plug) => plug.ready));
    console.log(found.map((finding) => finding.state).join(' '));
  `);
  const run = started(process.execPath, [program, plug.url('shelly'), stalled.url('shelly')], {
    JOULEBOOK_NO_NATIVE: '1',
  });
  expect(await run.ended).toMatchObject({ code: 0, out: 'found unusable\n' });
});
