import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addToCache, type CacheKey, cacheFolder, readCache } from '../../../src/grid/live/cache.io.ts';
import { type CachedPoint, EMPTY_ENTRY, readEntry, withSeries } from '../../../src/grid/live/cache-entry.ts';
import { figuresFor } from '../../../src/grid/live/figures.io.ts';
import type { LiveSeries } from '../../../src/grid/live/grid-source.ts';
import { hourFigures } from '../../../src/grid/live/hour-figures.ts';
import { liveTable } from '../../../src/grid/live/live-table.io.ts';
import { neededFrom } from '../../../src/grid/live/needed-from.ts';
import { openSource } from '../../../src/grid/live/open-source.io.ts';
import type { Host } from '../../../src/host/host.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import { sides } from '../../../src/units/estimate.ts';
import { bundled } from '../../bundled.ts';
import { answer, electricityMapsService, serve, TOKEN, truth } from './fake-services.ts';
import { roomInTheHour } from './room-in-the-hour.ts';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-06-10T10:00Z');
const { spread } = liveTable();
const closing: (() => unknown)[] = [];
beforeEach(roomInTheHour);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function point(fromMs: number, toMs: number, gPerKwh: number, more: Partial<CachedPoint> = {}): CachedPoint {
  return { fromMs, toMs, gPerKwh, kind: 'measured', askedMs: T0, ...more };
}

describe('figures by hour', () => {
  test('are means over what is known of the hour, by time', () => {
    const points = [point(T0, T0 + HOUR / 2, 100), point(T0 + HOUR / 2, T0 + HOUR, 300)];
    expect(hourFigures(points, { fromMs: T0 + 1, toMs: T0 + 2 }, spread)).toEqual([
      { hourMs: T0, gPerKwh: 200, how: 'measured', sd: 0.12, askedMs: T0 },
    ]);
  });

  test('of a forecast are less sure the further it reaches, and named so', () => {
    const sd = (aheadH: number): number => {
      const [figure] = hourFigures(
        [point(T0, T0 + HOUR, 100, { kind: 'forecast', askedMs: T0 - aheadH * HOUR })],
        { fromMs: T0, toMs: T0 + HOUR },
        spread,
      );
      expect(figure?.how).toBe('forecast');
      return sides(figure?.sd)[1];
    };
    expect(sd(0)).toBeGreaterThan(0.12);
    expect(sd(2)).toBeGreaterThan(sd(1));
    expect(sd(20)).toBeGreaterThan(sd(5));
    expect(sd(500)).toBe(sd(24));
  });

  test('after the newest figure are carried on for three hours, with what that costs in certainty; a null is not', () => {
    const points = [point(T0, T0 + HOUR, 100)];
    const later = (empty: readonly { fromMs: number; toMs: number }[]) =>
      hourFigures(points, { fromMs: T0, toMs: T0 + 8 * HOUR }, spread, empty);
    expect(later([]).map(({ how }) => how)).toEqual(['measured', 'carried', 'carried', 'carried']);
    const downs = later([]).map(({ sd }) => sides(sd)[0]);
    expect([...downs].sort((a, b) => a - b)).toEqual(downs);
    expect(
      later([{ fromMs: T0 + HOUR, toMs: T0 + 2 * HOUR }]).map(({ hourMs }) => (hourMs - T0) / HOUR),
    ).toEqual([0, 2, 3]);
  });

  test('before the first figure, and in holes, there are none', () => {
    const points = [point(T0, T0 + HOUR, 1), point(T0 + 2 * HOUR, T0 + 3 * HOUR, 2)];
    const hours = hourFigures(points, { fromMs: T0 - 2 * HOUR, toMs: T0 + 3 * HOUR }, spread);
    expect(hours.map(({ hourMs }) => (hourMs - T0) / HOUR)).toEqual([0, 2]);
  });

  test('lie between the lowest and the highest of their points', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 900, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (values) => {
          const points = values.map((g, i) => point(T0 + i * 300_000, T0 + (i + 1) * 300_000, g));
          for (const { gPerKwh } of hourFigures(points, { fromMs: T0, toMs: T0 + 4 * HOUR }, spread)) {
            expect(gPerKwh).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
            expect(gPerKwh).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
          }
        },
      ),
    );
  });
});

describe('asking', () => {
  const period = { fromMs: T0, toMs: T0 + 2 * HOUR };
  const now = T0 + 1.5 * HOUR;
  const needed = (points: readonly CachedPoint[], nowMs = now, freshS = 900): number | undefined =>
    neededFrom({ ...EMPTY_ENTRY, points }, period, nowMs, freshS);
  const estimated = (askedMs: number) => point(T0 + HOUR, T0 + 2 * HOUR, 1, { kind: 'estimated', askedMs });
  const past = point(T0, T0 + HOUR, 1, { askedMs: 0 });

  test('is spared where nothing can have changed, and begins where something can', () => {
    expect(needed([past, estimated(now - 60_000)])).toBeUndefined();
    expect(needed([past, estimated(now - 1_000_000)])).toBe(T0 + HOUR);
    expect(needed([past])).toBe(T0 + HOUR);
    expect(needed([])).toBe(T0);
    expect(needed([estimated(now)])).toBe(T0);
  });

  test('is spared too where the service was asked just now and has nothing newer', () => {
    const late = point(T0, T0 + 1.2 * HOUR, 1, { askedMs: now - 1000 });
    expect(needed([late], now, 300)).toBeUndefined();
    expect(needed([late], now + 400_000, 300)).toBe(T0 + 1.2 * HOUR);
  });

  test('is over for an estimate that still stood most of a day later', () => {
    const old = { kind: 'estimated', askedMs: T0 + 23 * HOUR } as const;
    const both = [point(T0, T0 + HOUR, 1, old), point(T0 + HOUR, T0 + 2 * HOUR, 1, old)];
    expect(needed(both, T0 + 90 * HOUR)).toBeUndefined();
  });

  test('does not trust answers of the future: a clock was set back', () => {
    expect(needed([past, estimated(now + HOUR)])).toBe(T0 + HOUR);
  });
});

describe('the cache', () => {
  const key: CacheKey = { source: 'electricity-maps', address: 'https://x/v4', zone: 'FR' };
  const series = (points: LiveSeries['points'], askedMs = T0): LiveSeries => ({
    source: 'electricity-maps',
    zone: 'FR',
    basis: 'average',
    boundary: 'life-cycle',
    points,
    empty: [],
    askedMs,
  });
  const hostAt = (env: Host['env'], home?: string): Host => ({
    ...realHost({ env }),
    home,
    env,
    clock: { bootS: () => 0, wallMs: () => T0 },
  });

  test('stands in the cache folder of the user', () => {
    expect(cacheFolder(hostAt({ XDG_CACHE_HOME: '/c' }, '/h'))).toBe('/c/joulebook/grid');
    expect(cacheFolder(hostAt({ XDG_CACHE_HOME: 'relative' }, '/h'))).toBe('/h/.cache/joulebook/grid');
    expect(cacheFolder(hostAt({}))).toBeUndefined();
  });

  test('reads back what was written, and what is damaged as nothing', () => {
    const entry = withSeries(EMPTY_ENTRY, series([point(T0 - HOUR, T0, 5)]));
    expect(readEntry(JSON.stringify(entry))).toEqual(entry);
    const text = JSON.stringify(entry);
    for (const bad of [
      text.slice(0, 50),
      '',
      '[]',
      'null',
      text.replace('"version":1', '"version":2'),
      text.replace('5', '"5"'),
    ])
      expect(readEntry(bad).points).toEqual([]);
  });

  test('forgets what is two weeks old, and figures of another kind than the new ones', () => {
    const old = withSeries(
      EMPTY_ENTRY,
      series([point(T0 - 20 * 24 * HOUR, T0 - 20 * 24 * HOUR + HOUR, 5)], T0 - 19 * 24 * HOUR),
    );
    expect(old.points.length).toBe(1);
    expect(withSeries(old, series([point(T0, T0 + HOUR, 6)])).points.length).toBe(1);
    const direct = withSeries(EMPTY_ENTRY, { ...series([point(T0 - HOUR, T0, 5)]), boundary: 'direct' });
    expect(
      withSeries(direct, series([point(T0, T0 + HOUR, 6)])).points.map(({ gPerKwh }) => gPerKwh),
    ).toEqual([6]);
  });

  test('without a place on the disk lasts as long as the process', () => {
    const homeless = hostAt({});
    addToCache(homeless, key, series([point(T0, T0 + HOUR, 7)]));
    expect(readCache(homeless, key).points.map(({ gPerKwh }) => gPerKwh)).toEqual([7]);
    expect(readCache(hostAt({}), key).points).toEqual([]);
  });

  test('is whole whoever writes: of sixteen processes at once none leaves a part', async () => {
    const home = mkdtempSync(join(tmpdir(), 'joulebook-cache-'));
    const program = bundled(`
      import { addToCache, readCache } from './src/grid/live/cache.io.ts';
      import { realHost } from './src/host/real-host.io.ts';
      const host = realHost();
      const key = { source: 'gb', address: 'a', zone: 'GB' };
      const n = Number(process.argv[2]);
      for (let i = 0; i < 20; i++) {
        const fromMs = Date.now() - (n * 20 + i) * 1800000;
        addToCache(host, key, { source: 'gb', zone: 'GB', basis: 'average', boundary: 'direct', empty: [], askedMs: Date.now(),
          points: [{ fromMs, toMs: fromMs + 1800000, gPerKwh: n + 1, kind: 'measured' }] });
        if (readCache(host, key).points.length === 0) process.exit(3);
      }
    `);
    const codes = await Promise.all(
      Array.from(
        { length: 16 },
        (_, n) =>
          new Promise((resolve) => {
            const child = spawn(process.execPath, [program, `${n}`], {
              env: { HOME: home, PATH: process.env['PATH'] },
            });
            child.on('close', resolve);
          }),
      ),
    );
    expect(codes).toEqual(codes.map(() => 0));
    const folder = join(home, '.cache/joulebook/grid');
    const files = readdirSync(folder);
    expect(files.length).toBe(1);
    expect(readEntry(readFileSync(join(folder, files[0] ?? ''), 'utf8')).points.length).toBeGreaterThan(0);
  });

  test('serves all runs: the second asks nobody; a service that fails leaves what is kept', async () => {
    const service = await serve(electricityMapsService);
    closing.push(service.close);
    const home = mkdtempSync(join(tmpdir(), 'joulebook-cache-'));
    let skewMs = 0;
    const host: Host = {
      ...realHost({ env: {}, home }),
      clock: { bootS: () => 0, wallMs: () => Date.now() + skewMs },
    };
    const open = () =>
      openSource(host, 'electricity-maps', { url: service.url, electricityMapsToken: TOKEN });
    const period = { fromMs: Date.now() - 2 * HOUR, toMs: Date.now() };
    const first = await figuresFor(host, open(), 'FR', period);
    const asked = service.asked.length;
    expect(first.refusal).toBeUndefined();
    for (const { hourMs, gPerKwh } of first.hours) expect(gPerKwh).toBe(truth(hourMs));
    expect(await figuresFor(host, open(), 'FR', period)).toEqual(first);
    expect(service.asked.length).toBe(asked);
    // Sixteen minutes later the hour that was going on is asked for again; the service has broken down.
    service.instead = (_url, _request, response) => {
      answer(response, '', 500);
      return true;
    };
    skewMs = 16 * 60_000;
    const stale = await figuresFor(host, open(), 'FR', { ...period, toMs: period.toMs });
    expect(service.asked.length).toBeGreaterThan(asked);
    expect(stale.refusal?.problem.why).toContain('HTTP 500');
    expect(stale.hours).toEqual(first.hours);
  });

  test('a service that wants to be left alone is left alone by all runs', async () => {
    const service = await serve(electricityMapsService);
    closing.push(service.close);
    service.instead = (_url, _request, response) => {
      response.writeHead(429, { 'retry-after': '300' }).end();
      return true;
    };
    const home = mkdtempSync(join(tmpdir(), 'joulebook-cache-'));
    const host = realHost({ env: {}, home });
    const source = openSource(host, 'electricity-maps', { url: service.url, electricityMapsToken: TOKEN });
    const period = { fromMs: Date.now() - HOUR, toMs: Date.now() };
    await figuresFor(host, source, 'FR', period);
    const asked = service.asked.length;
    const again = await figuresFor(realHost({ env: {}, home }), source, 'FR', period);
    expect(service.asked.length).toBe(asked);
    expect(again.refusal?.problem.why).toMatch(/^it asks not to be asked again for \d+ s/);
    writeFileSync(
      join(home, '.cache/joulebook/grid', readdirSync(join(home, '.cache/joulebook/grid'))[0] ?? ''),
      'damaged',
    );
    await figuresFor(host, source, 'FR', period);
    expect(service.asked.length).toBeGreaterThan(asked);
  });
});
