import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CarbonRecord, RunRecord } from '../../../src/book/run-record.ts';
import type { SourcedIntensity } from '../../../src/grid/intensity.ts';
import { aRecord, putRecord } from '../../book/a-record.ts';
import { type FakeService, gbService, serve, truth } from '../../grid/live/fake-services.ts';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
const NOW_MS = Date.now();

const BRITAIN: SourcedIntensity = {
  value: 230,
  low: 150,
  high: 310,
  unit: 'g/kWh',
  errors: { 'intensity:GBR:2025': 0.2 },
  id: 'grid.GBR',
  source: 'a table',
  zone: 'GBR',
  zoneName: 'United Kingdom',
  country: 'GBR',
  basis: 'average',
  boundary: 'life-cycle',
  zoneFrom: 'config',
};

function aRun(wishes: Parameters<typeof aRecord>[0], carbon: Partial<CarbonRecord> = {}): RunRecord {
  const record = aRecord(wishes);
  return { ...record, carbon: { ...record.carbon, intensity: BRITAIN, ...carbon } };
}

/** Hours that a live source has told a run. */
function toldBy(source: string, fromMs: number, grams: readonly number[]): Partial<CarbonRecord> {
  return {
    live: { source, name: '', zone: 'GB', basis: 'average', boundary: 'direct', fraction: 1 },
    hourly: grams.map((gPerKwh, i) => ({
      hour: `${new Date(fromMs + i * HOUR_MS).toISOString().slice(0, 16)}Z`,
      energyWh: 1,
      gPerKwh,
      source: 'Carbon Intensity API (GB)',
      how: 'measured',
      estimated: false,
    })),
  };
}

async function bookOf(records: readonly RunRecord[], config = '') {
  const place = new Place();
  const book = join(place.dir, '.joulebook');
  mkdirSync(book);
  writeFileSync(join(place.dir, 'joulebook.yaml'), `region: GB\n${config}`);
  for (const record of records) putRecord(book, record);
  return pageApi(place.dir, place.env());
}

describe('where no source is set', () => {
  test('a run of which nothing but the year is known says so, and nobody is asked', async () => {
    const run = aRun({ durationS: 3600 });
    const { json } = await (await bookOf([run])).get(`/runs/${run.id}/shift`);
    expect(json.data).toMatchObject({ why: 'no-source', isConfigured: false, starts: [] });
  });

  test('the hours that it and others of the book were told make a curve, of one source and zone', async () => {
    const startMs = hourOf(NOW_MS - 40 * DAY_MS);
    const wishes = { durationS: HOUR_MS / 1000, startedAt: new Date(startMs).toISOString() };
    const { gb } = (await import('../../../src/grid/live/live-table.io.ts')).liveTable().sources;
    const named = (told: Partial<CarbonRecord>, source = gb.name): Partial<CarbonRecord> => ({
      ...told,
      hourly: (told.hourly ?? []).map((hour) => ({ ...hour, source })),
    });
    const run = aRun({ ...wishes, energyJ: 3.6e6 }, named(toldBy('gb', startMs, [200])));
    const later = aRun(wishes, named(toldBy('gb', startMs + 3 * HOUR_MS, [100, 150])));
    const other = aRun(wishes, named(toldBy('gb', startMs + HOUR_MS, [1]), 'somebody else'));
    const { json } = await (await bookOf([run, later, other])).get(`/runs/${run.id}/shift`);
    const { starts, ...about } = json.data;
    expect(about).toMatchObject({ why: null, source: gb.name, zone: 'GB', isAsked: false, isEven: true });
    const at = (shiftH: number) => starts[24 + shiftH];
    expect(at(0).operational.value).toBeCloseTo(200, 6);
    expect(at(3).ratio.value).toBeCloseTo(0.5, 6);
    expect(at(1)).toMatchObject({ operational: null, missing: 1 });
  });

  test('a run that goes on, and one of weeks, say why there is no curve', async () => {
    const weeks = aRun({ durationS: 30 * 86_400 });
    const api = await bookOf([weeks, aRun({ state: 'running', name: 'alive' })]);
    expect((await api.get(`/runs/${weeks.id}/shift`)).json.data.why).toBe('long');
    expect((await api.get('/runs/nobody/shift')).status).toBe(404);
  });
});

describe('where a source is set', () => {
  let service: FakeService;
  beforeAll(async () => {
    service = await serve(gbService, () => NOW_MS);
  });
  afterAll(() => service.close());

  test('it is asked for a day before and after, and for the hours that are to come', async () => {
    const startMs = hourOf(NOW_MS - 5 * HOUR_MS);
    const run = aRun({ durationS: HOUR_MS / 1000, startedAt: new Date(startMs).toISOString() });
    const api = await bookOf([run], `grid-source: gb\ngrid-url: ${service.url}\n`);
    const { json } = await api.get(`/runs/${run.id}/shift`);
    expect(json.warnings).toEqual([]);
    expect(json.data).toMatchObject({ why: null, zone: 'GB', isAsked: true, boundary: 'direct' });
    expect(json.data.starts.map(({ missing }: { missing: number }) => missing)).toEqual(
      Array.from({ length: 49 }, () => 0),
    );
    const mean = (ms: number): number => (truth(ms) + truth(ms + HOUR_MS / 2)) / 2;
    expect(json.data.starts[0].gPerKwh).toBeCloseTo(mean(startMs - DAY_MS), 6);
    expect(json.data.starts[24].how).toEqual(['measured']);
    expect(json.data.starts[48].how).toEqual(['forecast']);
  });

  test('one that is down is named as a problem, never as no data', async () => {
    const run = aRun({ durationS: 60, startedAt: new Date(NOW_MS - 5 * HOUR_MS).toISOString() });
    const api = await bookOf([run], `grid-source: gb\ngrid-url: ${service.url}\n`);
    service.instead = (_, __, response) => {
      response.writeHead(500).end('down');
      return true;
    };
    const { json } = await api.get(`/runs/${run.id}/shift`);
    service.instead = undefined;
    expect(json.data.why).toBe('no-hours');
    expect(json.warnings.map(({ code }: { code: string }) => code)).toContain('E_GRID');
  }, 120_000);
});
