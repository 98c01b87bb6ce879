import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveSettings, type Settings } from '../../src/cli/config/settings.ts';
import { liveChecks } from '../../src/cli/doctor/live-checks.ts';
import { lookAtLive } from '../../src/cli/doctor/look-at-live.io.ts';
import { onlineSettings } from '../../src/cli/run/online-settings.ts';
import { addToCache } from '../../src/grid/live/cache.io.ts';
import type { Host } from '../../src/host/host.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import type { OnlineOptions } from '../../src/run/online/online-options.ts';
import { machine } from '../book/events.ts';

/** Settings of a project's file, a user's file and the environment. */
function settings(
  env: Readonly<Record<string, string>> = {},
  project: Readonly<Record<string, string>> = {},
  user: Readonly<Record<string, string>> = {},
): Settings {
  const file = (origin: 'project' | 'user', entries: Readonly<Record<string, string>>) => ({
    origin,
    path: `/${origin}/joulebook.yaml`,
    folder: `/${origin}`,
    entries: Object.entries(entries).map(([key, value]) => ({
      key,
      value,
      keyAt: { file: origin },
      valueAt: { file: origin },
    })),
  });
  return resolveSettings({
    files: [file('user', user), file('project', project)],
    env,
    resolvePath: resolve,
  });
}

function online(config: Settings, isAsked = false): OnlineOptions | undefined {
  const read = onlineSettings(config, isAsked);
  if (!read.ok) throw new Error(read.error.what);
  return read.value;
}

describe('the network may be asked', () => {
  test('only with --online or where a source is set; keys, zones and addresses alone switch nothing on', () => {
    const keys = { ELECTRICITYMAPS_TOKEN: 'k', WATTTIME_USER: 'u', WATTTIME_PASSWORD: 'p' };
    const rest = {
      JOULEBOOK_GRID_ZONE: 'FR',
      JOULEBOOK_GRID_URL: 'https://x',
      JOULEBOOK_WATTTIME_REGION: 'R',
    };
    expect(online(settings({ ...keys, ...rest }))).toBeUndefined();
    expect(online(settings({ ...keys, JOULEBOOK_GRID_SOURCE: 'offline' }))).toBeUndefined();
    expect(online(settings({ ...keys, JOULEBOOK_GRID_SOURCE: 'gb' }))).toMatchObject({
      isAsked: false,
      source: 'gb',
    });
    expect(online(settings({ ...keys, ...rest }), true)).toMatchObject({
      isAsked: true,
      zone: 'FR',
      url: 'https://x',
      wattTimeRegion: 'R',
      waitS: 3,
      keys: { electricityMapsToken: 'k', wattTimeUser: 'u', wattTimePassword: 'p' },
      problems: [],
    });
    // --online beats a source that is switched off.
    expect(online(settings({ JOULEBOOK_GRID_SOURCE: 'offline' }), true)).not.toHaveProperty('source');
  });

  test('at an address of the project, but without keys that are not the project’s own', () => {
    const project = { 'grid-source': 'electricity-maps', 'grid-url': 'http://proxy.example' };
    const withheld = online(settings({ ELECTRICITYMAPS_TOKEN: 'k' }, project));
    expect(withheld).toMatchObject({ url: 'http://proxy.example', keys: {}, problems: [{ code: 'E_GRID' }] });
    expect(JSON.stringify(withheld)).not.toContain('"k"');
    for (const own of [
      online(settings({}, { ...project, 'electricity-maps-token': 'k' })),
      online(
        settings(
          { ELECTRICITYMAPS_TOKEN: 'k' },
          { 'grid-source': 'electricity-maps' },
          { 'grid-url': 'http://mine' },
        ),
      ),
      online(settings({ ELECTRICITYMAPS_TOKEN: 'k', JOULEBOOK_GRID_URL: 'http://mine' }, project)),
    ])
      expect(own).toMatchObject({ keys: { electricityMapsToken: 'k' }, problems: [] });
  });

  test('WattTime’s password goes to its own address only', () => {
    const keys = { WATTTIME_USER: 'u', WATTTIME_PASSWORD: 'p' };
    const both = { 'grid-source': 'watttime', 'grid-url': 'http://x' };
    expect(online(settings(keys, both))?.keys).toEqual({ wattTimeUser: 'u' });
    expect(online(settings(keys, { 'grid-source': 'gb', 'grid-url': 'http://x' }))?.keys).toMatchObject({
      wattTimePassword: 'p',
    });
    expect(
      online(settings(keys, { 'grid-source': 'gb', 'watttime-url': 'http://x' }))?.keys,
    ).not.toHaveProperty('wattTimePassword');
  });
});

describe('doctor', () => {
  const { intensity } = machine([]);
  const host = (): Host => ({
    ...realHost({ env: {}, home: mkdtempSync(join(tmpdir(), 'joulebook-doctor-')) }),
    clock: { bootS: () => 0, wallMs: () => 1_000_000_000 },
  });
  const look = (config: Settings, at = host()) =>
    liveChecks(lookAtLive(at, online(config), intensity), { ascii: true });

  test('says that nobody is asked where nothing is set', () => {
    expect(look(settings())).toMatchObject([
      { id: 'place.live', state: 'ok', what: 'off: no network unless --online is given' },
    ]);
  });

  test('says which source, that its key is there or not, never the key, and how old its last answer is', () => {
    const without = settings({ JOULEBOOK_GRID_SOURCE: 'electricity-maps' });
    expect(look(without)).toMatchObject([
      {
        id: 'place.live.electricity-maps',
        state: 'warn',
        what: 'Electricity Maps, zone FR: no key',
        fix: expect.stringContaining('ELECTRICITYMAPS_TOKEN') as string,
      },
    ]);
    const given = settings({ JOULEBOOK_GRID_SOURCE: 'electricity-maps', ELECTRICITYMAPS_TOKEN: 's3cr3t' });
    const at = host();
    const [never] = look(given, at);
    expect(never).toMatchObject({ state: 'ok', what: 'Electricity Maps, zone FR, key given' });
    expect(never?.details).toContain('no answer yet');
    const key = {
      source: 'electricity-maps',
      address: 'https://api.electricitymaps.com/v4',
      zone: 'FR',
    } as const;
    const askedMs = 1_000_000_000 - 12 * 60_000;
    addToCache(at, key, {
      source: 'electricity-maps',
      zone: 'FR',
      basis: 'average',
      boundary: 'life-cycle',
      points: [{ fromMs: askedMs - 3_600_000, toMs: askedMs, gPerKwh: 45, kind: 'measured' }],
      empty: [],
      askedMs,
    });
    const [answered] = look(given, at);
    expect(answered?.details?.join('\n')).toMatch(/last answer 12m00s ago: 45\.0 g\/kWh/);
    expect(JSON.stringify([never, answered])).not.toContain('s3cr3t');
  });

  test('warns of a source that does not cover the place', () => {
    expect(look(settings({ JOULEBOOK_GRID_SOURCE: 'gb' }))).toMatchObject([
      { state: 'warn', why: 'it covers Great Britain only' },
    ]);
  });
});
