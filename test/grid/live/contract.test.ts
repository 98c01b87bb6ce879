import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { GridSource, LiveSeries, Refusal } from '../../../src/grid/live/grid-source.ts';
import { liveTable } from '../../../src/grid/live/live-table.io.ts';
import type { LiveSourceId } from '../../../src/grid/live/live-table.ts';
import { openSource } from '../../../src/grid/live/open-source.io.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import type { Result } from '../../../src/result.ts';
import {
  answer,
  electricityMapsService,
  energinetService,
  type FakeService,
  gbService,
  PASSWORD,
  type Respond,
  serve,
  TOKEN,
  truth,
  USER,
  wattTimeService,
} from './fake-services.ts';

const HOUR = 3_600_000;
/** 13:22:30: in the midst of every source's periods. */
const NOW = Date.parse('2026-06-10T13:22:30Z');

interface Client {
  readonly id: LiveSourceId;
  readonly base: string;
  readonly zone: string;
  readonly service: (now: () => number) => Respond;
}

const CLIENTS: readonly (readonly [string, Client])[] = [
  [
    'Electricity Maps v4',
    { id: 'electricity-maps', base: '/v4', zone: 'FR', service: electricityMapsService },
  ],
  [
    'Electricity Maps v3',
    { id: 'electricity-maps', base: '/v3', zone: 'DK-DK1', service: electricityMapsService },
  ],
  [
    'Electricity Maps, no version named',
    { id: 'electricity-maps', base: '', zone: 'FR', service: electricityMapsService },
  ],
  ['WattTime', { id: 'watttime', base: '', zone: 'CAISO_NORTH', service: wattTimeService }],
  ['WattTime by place', { id: 'watttime', base: '/v3', zone: '37.77,-122.42', service: wattTimeService }],
  ['Great Britain', { id: 'gb', base: '', zone: 'GB', service: gbService }],
  ['a region of Great Britain', { id: 'gb', base: '', zone: '13', service: gbService }],
  ['a postcode of Great Britain', { id: 'gb', base: '', zone: 'RG10', service: gbService }],
  ['Energinet', { id: 'energinet', base: '', zone: 'DK1', service: energinetService }],
];

const services: FakeService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

async function open(
  client: Client,
  keys: object = { electricityMapsToken: TOKEN, wattTimeUser: USER, wattTimePassword: PASSWORD },
  now = NOW,
): Promise<{ readonly source: GridSource; readonly service: FakeService }> {
  const service = await serve(client.service, () => now);
  services.push(service);
  const home = mkdtempSync(join(tmpdir(), 'joulebook-grid-'));
  const host = realHost({ env: {}, home, clock: { bootS: () => 0, wallMs: () => now } });
  return { source: openSource(host, client.id, { ...keys, url: service.url + client.base }), service };
}

function pointsOf(answered: Result<LiveSeries, Refusal>): LiveSeries['points'] {
  if (!answered.ok) throw new Error(`${answered.error.problem.what}: ${answered.error.problem.why}`);
  return answered.value.points;
}

describe.each(CLIENTS)('%s', (_name, client) => {
  test('tells the figure of now, with what it counts and when it was asked', async () => {
    const { source } = await open(client);
    const series = await source.latest(client.zone);
    const [point, ...rest] = pointsOf(series);
    expect(rest).toEqual([]);
    expect(point?.gPerKwh).toBeCloseTo(truth(point?.fromMs ?? 0), 9);
    expect(point?.fromMs).toBeGreaterThan(NOW - HOUR);
    expect(point?.fromMs).toBeLessThanOrEqual(NOW);
    const { basis, boundary } = liveTable().sources[client.id];
    expect(series).toMatchObject({ value: { source: client.id, basis, boundary, askedMs: NOW, empty: [] } });
  });

  test.each([
    ['the hour that is going on', NOW - 0.2 * HOUR, NOW],
    ['the last five hours', NOW - 5 * HOUR, NOW],
    [
      'five weeks, long ago: more than any of them answers at once',
      NOW - 60 * 24 * HOUR,
      NOW - 25 * 24 * HOUR,
    ],
  ])('tells a stretch without a hole, each figure where it belongs: %s', async (_what, fromMs, toMs) => {
    const { source } = await open(client);
    const points = pointsOf(await source.range(client.zone, Math.floor(fromMs / HOUR) * HOUR, toMs));
    let reached = Math.floor(fromMs / HOUR) * HOUR;
    for (const point of points) {
      expect(point.fromMs, new Date(point.fromMs).toISOString()).toBeLessThanOrEqual(reached);
      expect(point.gPerKwh).toBeCloseTo(truth(point.fromMs), 9);
      reached = point.toMs;
    }
    expect(reached).toBeGreaterThanOrEqual(toMs);
  });

  test('tells weeks that begin and end in the midst of an hour', async () => {
    const { source } = await open(client);
    const points = pointsOf(await source.range(client.zone, NOW - 30 * 24 * HOUR, NOW - 24 * HOUR));
    expect(points[0]?.fromMs).toBeLessThanOrEqual(NOW - 30 * 24 * HOUR + HOUR);
    expect(points.at(-1)?.toMs).toBeGreaterThanOrEqual(NOW - 24 * HOUR);
  });

  test('tells the hours to come as a forecast', async () => {
    const { source } = await open(client);
    const points = pointsOf(await source.forecast(client.zone, 5));
    expect(points.at(-1)?.toMs).toBeGreaterThanOrEqual(NOW + 4.5 * HOUR);
    for (const point of points) {
      expect(point.kind).toBe('forecast');
      expect(point.gPerKwh).toBeCloseTo(truth(point.fromMs), 9);
    }
  });

  test.each([
    ['no JSON', 'its answer is no whole JSON', '{"zone":"FR","carbonInt'],
    ['a web page', 'its answer is a web page, no JSON', '<!DOCTYPE html><html>Log in</html>'],
    ['something else', /its answer|no figure|no `|list|number|time/, '{"hello":"world"}'],
    ['a list of nothing', /its answer/, '[]'],
    ['null', /its answer/, 'null'],
  ])('refuses an answer that is %s', async (_what, why, body) => {
    const { source, service } = await open(client);
    service.instead = (url, _request, response) => {
      if (url.pathname === '/login' || url.pathname.endsWith('region-from-loc')) return false;
      answer(response, body);
      return true;
    };
    const answered = await source.latest(client.zone);
    expect(answered.ok).toBe(false);
    if (!answered.ok) {
      expect(answered.error.problem).toMatchObject({ code: 'E_GRID', fix: expect.any(String) as string });
      expect(answered.error.problem.why).toMatch(why);
    }
  });

  test('never shows or stores its key, whatever the service says', async () => {
    const secrets = {
      electricityMapsToken: 's3cr3t-token',
      wattTimeUser: 'ada',
      wattTimePassword: 's3cr3t-pass',
    };
    const { source, service } = await open(client, secrets);
    service.instead = (_url, request, response) => {
      const { 'auth-token': token, authorization } = request.headers;
      answer(response, { error: `you said ${String(token)} ${String(authorization)}` }, 401);
      return true;
    };
    for (const answered of [
      await source.latest(client.zone),
      await source.range(client.zone, NOW - HOUR, NOW),
    ]) {
      const text = JSON.stringify(answered);
      expect(text).toContain('it refuses the key (HTTP 401');
      for (const secret of ['s3cr3t', Buffer.from('ada:s3cr3t-pass').toString('base64')])
        expect(text).not.toContain(secret);
    }
    expect(source.address).not.toContain('s3cr3t');
  });
});

// Energinet's records come ten minutes late.
describe.each(CLIENTS.filter(([, { id }]) => id !== 'energinet'))('%s', (_name, client) => {
  test.each([1, 10_000, 59_999, 60_000])(
    'tells the figure of an hour that has gone on for %d ms',
    async (ms) => {
      const hour = Math.floor(NOW / HOUR) * HOUR;
      const { source } = await open(client, undefined, hour + ms);
      const points = pointsOf(await source.range(client.zone, hour, hour + ms));
      expect(points.map(({ gPerKwh }) => gPerKwh)).toEqual([truth(hour)]);
    },
  );
});
