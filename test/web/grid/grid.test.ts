import { describe, expect, test } from 'vitest';
import { THEMED } from '../../../src/report/chart/palette.ts';
import { bestWindow, heatCells } from '../../../web/charts/heat-map/heat-cells.ts';
import { heatMap } from '../../../web/charts/heat-map/heat-map.ts';
import { knownHours } from '../../../web/pages/grid/known-hours.ts';
import { found, sorted } from '../../../web/pages/grid/sort-regions.ts';
import type { RegionRow } from '../../../web/pages/grid/grid-data.ts';

const HOUR = 3_600_000;
/** A Monday. */
const MONDAY = Date.parse('2026-11-23T00:00:00Z');

describe('hours by day', () => {
  test('are means on the clock of a place', () => {
    const values = [
      { atMs: MONDAY, value: 100 },
      { atMs: MONDAY + 7 * 24 * HOUR, value: 300 },
      { atMs: MONDAY + 23 * HOUR, value: 50 },
    ];
    expect(heatCells(values, () => 0)).toEqual([
      { day: 0, hour: 0, mean: 200, low: 100, high: 300, count: 2 },
      { day: 0, hour: 23, mean: 50, low: 50, high: 50, count: 1 },
    ]);
    expect(heatCells(values, () => 60).map(({ day, hour }) => [day, hour])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('are drawn where one value or none is known', () => {
    const saying = { title: 't', sentence: 's' };
    const canvas = { width: 340, paint: THEMED, prefix: 'x' };
    const one = heatCells([{ atMs: MONDAY, value: 100 }], () => 0);
    for (const cells of [[], one]) expect(heatMap(cells, saying, canvas)).not.toMatch(/NaN|Infinity/);
  });

  test('of the book and of the source are joined by zone', () => {
    const book = {
      runs: 1,
      hours: [{ hour: '2026-11-23T00:00Z', zone: 'FR', gPerKwh: 40, source: 's', how: 'measured' }],
    };
    const past = [0, 1].map((n) => ({ atMs: MONDAY + n * HOUR, gPerKwh: 50, how: 'measured' }));
    const about = { basis: null, boundary: null, newestMs: null, aheadAskedMs: null };
    const live = { source: 'l', zone: 'FR', ...about, past, ahead: [] };
    expect(knownHours(book, live)).toMatchObject([{ name: 'FR', hours: [{ value: 50 }, { value: 50 }] }]);
  });
});

describe('the best window', () => {
  const hours = [90, 80, 30, 20, 70].map((value, n) => ({ atMs: n * HOUR, value }));

  test('is the cleanest stretch of whole hours', () => {
    expect(bestWindow(hours, 2)).toEqual({ fromMs: 2 * HOUR, mean: 25, now: 85 });
    expect(bestWindow(hours, 0.5)?.fromMs).toBe(3 * HOUR);
  });

  test('is none where too few hours are known, and never over a gap', () => {
    expect(bestWindow(hours, 6)).toBeUndefined();
    const torn = hours.filter((_, n) => n !== 3);
    expect(bestWindow(torn, 2)?.fromMs).toBe(HOUR);
  });
});

describe('the table of places', () => {
  const row = (id: string, name: string, value: number | null): RegionRow => ({
    id,
    kind: 'country',
    name,
    country: id,
    continent: 'Europe',
    provider: null,
    intensity: { value, low: value, high: value, source: 'x', year: 2024 } as RegionRow['intensity'],
    versusHere: null,
    here: false,
  });
  const rows = [row('FRA', 'France', 44), row('CIV', "Côte d'Ivoire", 400), row('XXX', 'Unknown', null)];

  test('finds names whatever their accents and case', () => {
    expect(found(rows, 'COTE').map(({ id }) => id)).toEqual(['CIV']);
    expect(found(rows, 'europe fra').map(({ id }) => id)).toEqual(['FRA']);
    expect(found(rows, '  ')).toHaveLength(3);
  });

  test('is sorted either way, what is not known last; a strange key is the default', () => {
    expect(sorted(rows, undefined).map(({ id }) => id)).toEqual(['FRA', 'CIV', 'XXX']);
    expect(sorted(rows, '-intensity').map(({ id }) => id)).toEqual(['CIV', 'FRA', 'XXX']);
    expect(sorted(rows, 'name')[0]?.id).toBe('CIV');
    expect(sorted(rows, 'constructor').map(({ id }) => id)).toEqual(['FRA', 'CIV', 'XXX']);
  });
});
