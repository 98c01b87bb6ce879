import { describe, expect, test } from 'vitest';
import { checkedPoints, joined } from '../../../src/grid/live/checked-points.ts';
import { chooseSources } from '../../../src/grid/live/choose-source.ts';
import { readElectricityMaps } from '../../../src/grid/live/electricity-maps.ts';
import { priceAreaOf, readEnerginet } from '../../../src/grid/live/energinet.ts';
import { gbZoneOf, readGb } from '../../../src/grid/live/gb.ts';
import { shownText } from '../../../src/grid/live/grid-problem.ts';
import { minuteText, timeOf } from '../../../src/grid/live/json-fields.ts';
import { latLonOf } from '../../../src/grid/live/lat-lon.ts';
import { liveZone } from '../../../src/grid/live/live-zone.ts';
import { liveTable } from '../../../src/grid/live/live-table.io.ts';
import { parseServiceUrl } from '../../../src/grid/live/service-url.ts';
import { readWattTime } from '../../../src/grid/live/watttime.ts';

const { plausible } = liveTable();
const why = (read: { readonly ok: boolean; readonly error?: unknown }): unknown =>
  read.ok ? 'believed' : read.error;

/** As the services' documentation shows them. */
const LATEST = {
  zone: 'DE',
  carbonIntensity: 322,
  datetime: '2019-05-21T00:00:00.000Z',
  updatedAt: '2019-05-21T00:31:00.000Z',
  createdAt: '2019-05-20T00:00:00.000Z',
  emissionFactorType: 'lifecycle',
  isEstimated: false,
  estimationMethod: null,
};
const FORECAST = {
  data: [
    { point_time: '2022-07-15T00:00:00+00:00', value: 870 },
    { point_time: '2022-07-15T00:05:00+00:00', value: 870 },
  ],
  meta: {
    data_point_period_seconds: 300,
    region: 'CAISO_NORTH',
    warnings: [{ type: 'EXAMPLE', message: 'text' }],
    signal_type: 'co2_moer',
    model: { date: '2023-03-01' },
    units: 'lbs_co2_per_mwh',
    generated_at_period_seconds: 300,
    generated_at: '2022-07-15T00:00:00+00:00',
  },
};
const HALF_HOUR = {
  from: '2018-01-20T12:00Z',
  to: '2018-01-20T12:30Z',
  intensity: { forecast: 266, actual: 263, index: 'moderate' },
};

describe('Electricity Maps', () => {
  const read = (body: unknown) => readElectricityMaps(body, 'DE', plausible);
  const point = {
    fromMs: Date.parse('2019-05-21T00:00Z'),
    toMs: Date.parse('2019-05-21T01:00Z'),
    gPerKwh: 322,
    kind: 'measured',
  };

  test('one figure, a history, a range under either name, a forecast', () => {
    expect(read(LATEST)).toEqual({
      ok: true,
      value: { points: [point], empty: [], boundary: 'life-cycle', updatedMs: Date.parse(LATEST.updatedAt) },
    });
    for (const key of ['history', 'data'])
      expect(read({ zone: 'DE', [key]: [LATEST] })).toMatchObject({ value: { points: [point] } });
    const forecast = [{ carbonIntensity: 326, datetime: '2019-05-21T00:00:00.000Z' }];
    expect(read({ zone: 'DE', forecast, updatedAt: '2019-05-21T00:00:00Z' })).toMatchObject({
      value: { points: [{ ...point, gPerKwh: 326, kind: 'forecast' }] },
    });
    expect(read({ ...LATEST, isEstimated: true })).toMatchObject({
      value: { points: [{ kind: 'estimated' }] },
    });
    expect(read({ ...LATEST, emissionFactorType: 'direct' })).toMatchObject({
      value: { boundary: 'direct' },
    });
  });

  test('five minutes are five minutes', () => {
    expect(read({ ...LATEST, temporalGranularity: '5_minutes' })).toMatchObject({
      value: { points: [{ toMs: Date.parse('2019-05-21T00:05Z') }] },
    });
  });

  test('null is a period without a figure, not zero', () => {
    expect(read({ ...LATEST, carbonIntensity: null })).toMatchObject({
      value: { points: [], empty: [{ fromMs: point.fromMs, toMs: point.toMs }] },
    });
  });

  test.each([
    [{ ...LATEST, carbonIntensity: -5 }, /^-5 g\/kWh is no carbon intensity/],
    [{ ...LATEST, carbonIntensity: 0.322 }, /^0.322 g\/kWh is no carbon intensity of a grid: its unit/],
    [{ ...LATEST, carbonIntensity: 322_000 }, /^322000 g\/kWh is no/],
    [{ ...LATEST, carbonIntensity: '322' }, 'a figure is no number'],
    [{ ...LATEST, carbonIntensity: Number.NaN }, 'a figure is no number'],
    [{ zone: 'DE', datetime: LATEST.datetime }, 'a figure is no number'],
    [{ ...LATEST, unit: 'kgCO2eq/kWh' }, 'its figures have another unit than gCO2eq/kWh'],
    [{ ...LATEST, unit: '%' }, 'its figures have another unit than gCO2eq/kWh'],
    [{ ...LATEST, zone: 'FR' }, 'its answer is of another zone'],
    [{ zone: 'DE', history: 'none' }, 'its list of figures is none'],
    [{ zone: 'DE', history: [LATEST, 7] }, 'its list of figures is none'],
    [
      { zone: 'DE', history: [LATEST, { ...LATEST, emissionFactorType: 'direct' }] },
      /mixes direct and life-cycle/,
    ],
    [[LATEST], 'its answer is no object'],
  ])('does not believe %j', (body, expected) => {
    expect(why(read(body))).toMatch(expected);
  });

  test('believes the unit where it is said', () => {
    for (const unit of ['gCO2eq/kWh', 'gCO₂eq/kWh', 'g CO2e / kWh'])
      expect(why(read({ ...LATEST, unit }))).toBe('believed');
  });
});

describe('WattTime', () => {
  const read = (body: unknown) => readWattTime(body, 'CAISO_NORTH', 'forecast', plausible.direct);

  test('lb/MWh are × 0.45359237 g/kWh', () => {
    const answered = read(FORECAST);
    expect(answered).toMatchObject({ ok: true, value: { updatedMs: Date.parse('2022-07-15T00:00Z') } });
    expect(answered.ok && answered.value.points.map(({ gPerKwh }) => gPerKwh)).toEqual([
      870 * 0.45359237,
      870 * 0.45359237,
    ]);
  });

  test.each([
    ['kg_co2_per_mwh', 'its figures have another unit than lbs_co2_per_mwh'],
    ['percentile', 'its figures have another unit than lbs_co2_per_mwh'],
    [undefined, 'its figures have another unit than lbs_co2_per_mwh'],
    ['toString', 'its figures have another unit than lbs_co2_per_mwh'],
    ['lbs_co2_per_mwh', 'believed'],
  ])('the unit %j', (units, expected) => {
    expect(why(read({ ...FORECAST, meta: { ...FORECAST.meta, units } }))).toBe(expected);
  });

  test('another region, no period, no data are not believed', () => {
    const meta = (change: object) => ({ ...FORECAST, meta: { ...FORECAST.meta, ...change } });
    expect(why(read(meta({ region: 'ERCOT' })))).toBe('its answer is of another region');
    for (const period of [0, -300, 1e9, '300'])
      expect(why(read(meta({ data_point_period_seconds: period })))).toBe('its figures have no period');
    expect(why(read({ data: [] }))).toBe('its answer has no `data` and `meta`');
  });
});

describe('Great Britain', () => {
  const read = (body: unknown) => readGb(body, plausible.direct);

  test('the actual figure, else the forecast; a list, a region in a list, a region as an object', () => {
    const measured = { points: [{ gPerKwh: 263, kind: 'measured', toMs: Date.parse('2018-01-20T12:30Z') }] };
    expect(read({ data: [HALF_HOUR] })).toMatchObject({ value: measured });
    const coming = { ...HALF_HOUR, intensity: { forecast: 266, actual: null, index: 'moderate' } };
    expect(read({ data: [coming] })).toMatchObject({
      value: { points: [{ gPerKwh: 266, kind: 'forecast' }] },
    });
    const regional = { from: HALF_HOUR.from, to: HALF_HOUR.to, intensity: { forecast: 120, index: 'low' } };
    const region = { regionid: 13, shortname: 'London', postcode: 'RG10', data: [regional] };
    for (const data of [[region], region])
      expect(read({ data })).toMatchObject({ value: { points: [{ gPerKwh: 120, kind: 'forecast' }] } });
    expect(read({ data: [{ ...HALF_HOUR, intensity: { forecast: 0, actual: 0 } }] })).toMatchObject({
      value: { points: [{ gPerKwh: 0 }] },
    });
  });

  test('what is no half-hour is not believed', () => {
    expect(why(read({ data: [{ ...HALF_HOUR, to: HALF_HOUR.from }] }))).toBe(
      'a figure has no time that can be read',
    );
    expect(why(read({ data: [{ ...HALF_HOUR, intensity: 'high' }] }))).toBe('a figure is no number');
    expect(why(read({ error: { code: '400', message: 'x' } }))).toBe('its answer has no list of half-hours');
  });

  test('its zones', () => {
    expect(gbZoneOf('gb')).toEqual({ kind: 'national' });
    expect(gbZoneOf('Scotland')).toEqual({ kind: 'region', id: 16 });
    expect(gbZoneOf('GB-13')).toEqual({ kind: 'region', id: 13 });
    expect(gbZoneOf('rg10')).toEqual({ kind: 'postcode', outward: 'RG10' });
    for (const text of ['18', '0', 'FR', 'GB-NIR', 'France', '../x', ''])
      expect(gbZoneOf(text), text).toBeUndefined();
  });
});

describe('Energinet', () => {
  const record = {
    Minutes5UTC: '2025-02-21T22:55:00',
    Minutes5DK: '2025-02-21T23:55:00',
    PriceArea: 'DK1',
    CO2Emission: 61.0,
  };
  const read = (body: unknown) => readEnerginet(body, 'DK1', 'measured', plausible.direct);

  test('times without a zone are UTC, and five minutes long', () => {
    expect(read({ total: 1, records: [record] })).toEqual({
      ok: true,
      value: {
        points: [
          {
            fromMs: Date.parse('2025-02-21T22:55Z'),
            toMs: Date.parse('2025-02-21T23:00Z'),
            gPerKwh: 61,
            kind: 'measured',
          },
        ],
        empty: [],
      },
    });
  });

  test('another area is not believed', () => {
    expect(why(read({ records: [{ ...record, PriceArea: 'DK2' }] }))).toBe(
      'its answer is of another price area',
    );
    expect(why(read({ records: {} }))).toBe('its answer has no `records`');
    expect(['DK1', 'dk-dk2', 'DK', 'DK3', 'DNK'].map(priceAreaOf)).toEqual([
      'DK1',
      'DK2',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('points', () => {
  const at = (
    fromMs: number,
    toMs: number,
    gPerKwh: number,
    kind: 'measured' | 'estimated' | 'forecast' = 'measured',
  ) => ({
    fromMs,
    toMs,
    gPerKwh,
    kind,
  });

  test('come in order, without overlap, the better known of two', () => {
    const raw = [at(20, 40, 3), at(0, 30, 1), at(0, 30, 2, 'forecast')].map(({ gPerKwh, ...rest }) => ({
      ...rest,
      value: gPerKwh,
    }));
    const checked = checkedPoints(raw, [0, 10]);
    expect(checked.ok && checked.value.points).toEqual([at(0, 20, 1), at(20, 40, 3)]);
  });

  test('of a newer answer replace those of the same kind, but no forecast replaces what was measured', () => {
    expect(joined([at(0, 10, 2)], [at(0, 10, 1), at(10, 20, 1)])).toEqual([at(0, 10, 2), at(10, 20, 1)]);
    expect(joined([at(0, 10, 2, 'forecast')], [at(0, 10, 1)])).toEqual([at(0, 10, 1)]);
    expect(joined([at(0, 10, 2)], [at(0, 10, 1, 'estimated')])).toEqual([at(0, 10, 2)]);
  });
});

describe('what is asked for', () => {
  const france = { name: 'France', zone: 'FR' };
  const britain = { name: 'United Kingdom', zone: 'GB' };
  const nothing = { hasElectricityMaps: false, hasWattTime: false };

  test('is the configured source, else one that can be asked there', () => {
    expect(chooseSources({ ...nothing, source: 'gb' }, france)).toEqual({ ok: true, value: ['gb'] });
    expect(chooseSources({ ...nothing, hasElectricityMaps: true }, france)).toMatchObject({
      value: ['electricity-maps'],
    });
    expect(chooseSources(nothing, britain)).toMatchObject({ value: ['gb'] });
    expect(chooseSources(nothing, { name: 'Denmark', zone: 'DK-DK2' })).toMatchObject({
      value: ['energinet'],
    });
    expect(chooseSources(nothing, france)).toMatchObject({ ok: false, error: { code: 'E_GRID' } });
  });

  test('marginal emissions come beside the average, never in its place', () => {
    const both = { hasElectricityMaps: true, hasWattTime: true, wattTimeRegion: 'CAISO_NORTH' };
    expect(chooseSources(both, france)).toMatchObject({ value: ['electricity-maps', 'watttime'] });
    expect(chooseSources({ ...both, source: 'watttime' }, france)).toMatchObject({ value: ['watttime'] });
  });

  test('no other zone is put in the place of one that a source does not cover', () => {
    const zone = (...wanted: Parameters<typeof liveZone>) => {
      const found = liveZone(...wanted);
      return found.ok ? found.value : found.error.why;
    };
    expect(zone('electricity-maps', 'E', undefined, france)).toBe('FR');
    expect(zone('electricity-maps', 'E', 'FR-COR', france)).toBe('FR-COR');
    expect(zone('electricity-maps', 'E', undefined, undefined)).toBe('no zone of a grid is known here');
    expect(zone('gb', 'G', undefined, france)).toBe('it covers Great Britain only');
    expect(zone('gb', 'G', undefined, { name: 'Northern Ireland', zone: 'GB-NIR' })).toBe(
      'it covers Great Britain only',
    );
    expect(zone('energinet', 'E', undefined, { name: 'Denmark', zone: 'DK' })).toContain('price areas');
    expect(zone('energinet', 'E', undefined, { name: 'Denmark', zone: 'DK-DK1' })).toBe('DK-DK1');
    expect(zone('watttime', 'W', undefined, france)).toContain('regions are not those');
  });
});

describe('small things', () => {
  test('times with a zone are read, others only where they are said to be UTC', () => {
    expect(timeOf('2018-01-20T12:00Z')).toBe(Date.UTC(2018, 0, 20, 12));
    expect(timeOf('2022-07-15T00:00:00+02:00')).toBe(Date.UTC(2022, 6, 14, 22));
    expect(timeOf('2025-02-21T22:55:00')).toBeUndefined();
    expect(timeOf('2025-02-21T22:55:00', 'utc')).toBe(Date.UTC(2025, 1, 21, 22, 55));
    for (const text of ['2025-13-41T00:00Z', '2025', 'now', 5, null]) expect(timeOf(text)).toBeUndefined();
    expect(minuteText(Date.UTC(2025, 1, 1, 3, 4, 59))).toBe('2025-02-01T03:04Z');
  });

  test('a place is two numbers of degrees', () => {
    expect(latLonOf('37.77, -122.42')).toEqual({ latitude: 37.77, longitude: -122.42 });
    for (const text of ['91,0', '0,181', 'CAISO_NORTH', '1,2,3', '']) expect(latLonOf(text)).toBeUndefined();
  });

  test('text of a service is one short line without keys', () => {
    expect(shownText('bad key abc\u001b[2J\n', ['abc', ''])).toBe('bad key *** [2J');
    expect(shownText('x'.repeat(1000), []).length).toBe(120);
  });

  test.each([
    ['https://api.electricitymaps.com/v3/', 'https://api.electricitymaps.com/v3'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['ftp://x', 'it is neither https:// nor http://'],
    ['https://ada:pw@x', 'it holds a user or a password'],
    ['https://x/?token=1', 'it holds a query'],
    ['api.electricitymaps.com', 'it is no URL'],
  ])('the address %s', (text, expected) => {
    const read = parseServiceUrl(text, 'grid-url');
    expect(read.ok ? read.value : read.error.why).toBe(expected);
  });
});
