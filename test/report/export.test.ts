import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCsv } from '../../src/report/export-csv.ts';
import { exportJson } from '../../src/report/export-json.ts';
import { writeParquet } from '../../src/report/export-parquet.io.ts';
import { exportTable } from '../../src/report/export-table.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { aRecord } from '../book/a-record.ts';

/** An RFC 4180 reader, strict: bare quotes and uneven records throw. */
function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const cells: string[] = [];
    for (;;) {
      const match = /"((?:[^"]|"")*)"(?=,|\r\n)|([^",\r\n]*)(?=,|\r\n)/y;
      match.lastIndex = at;
      const found = match.exec(text);
      if (found === null) throw new Error(`no cell at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
      cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
      at += found[0].length;
      if (text[at] !== ',') break;
      at++;
    }
    at += 2;
    records.push(cells);
  }
  const [head = [], ...rows] = records;
  return rows.map((cells) => {
    expect(cells).toHaveLength(head.length);
    return Object.fromEntries(cells.map((value, i) => [head[i] ?? '', value]));
  });
}

const runs = [
  aRecord({
    name: '=HYPERLINK("http://x")',
    command: ['-c', 'print("a,b")'],
    energyJ: 3600.5,
    params: { lr: 0.1, opt: 'adam', mixed: 1, flag: true, note: '@cmd', negative: '-0.5' },
    metrics: { acc: 0.1 + 0.2 },
    notes: [{ text: 'line one\nline two', at: '' }],
    tags: ['a', 'b'],
  }),
  aRecord({
    name: 'plain',
    energyJ: null,
    co2G: null,
    params: { mixed: 'text', flag: false },
    exitCode: null,
  }),
];

describe('footprints in an export', () => {
  const sourcedOf = (value: number, unit: string, source: string) => {
    return { value, low: value / 2, high: value * 2, unit, errors: {}, id: source, source, year: 2024 };
  };
  const [plain] = runs;
  const known: RunRecord = {
    ...(plain as RunRecord),
    water: {
      total: { value: 2, low: 1, high: 4, unit: 'L', errors: {} },
      wue: sourcedOf(0.2, 'L/kWh', 'AWS'),
    },
    cost: {
      total: { value: 0.000012, low: 0.00001, high: 0.00002, unit: 'EUR', errors: {} },
      price: sourcedOf(0.25, 'EUR/kWh', 'me'),
    },
    carbon: {
      ...(plain as RunRecord).carbon,
      market: {
        operational: { value: 3, low: 2, high: 5, unit: 'g', errors: {} },
        intensity: sourcedOf(30, 'g/kWh', 'contract'),
      },
      intensity: {
        ...sourcedOf(56, 'g/kWh', 'Ember'),
        zone: 'FRA',
        zoneName: 'France',
        basis: 'average',
        boundary: 'life-cycle',
        zoneFrom: 'config',
      },
      pue: sourcedOf(1.2, '1', 'Uptime'),
    },
  };
  const [first, second] = readCsv(exportCsv([known, plain as RunRecord]));

  it('have units in their names, both ends of their intervals, and their sources', () => {
    expect(first).toMatchObject({
      water_l: '2',
      water_low_l: '1',
      water_high_l: '4',
      wue_l_per_kwh: '0.2',
      wue_source: 'AWS',
      cost: '0.000012',
      cost_low: '0.00001',
      cost_unit: 'EUR',
      price_per_kwh: '0.25',
      market_co2e_g: '3',
      market_intensity_g_per_kwh: '30',
      market_intensity_high_g_per_kwh: '60',
      price_low_per_kwh: '0.125',
      intensity_g_per_kwh: '56',
      intensity_low_g_per_kwh: '28',
      intensity_year: '2024',
      intensity_basis: 'average',
      intensity_boundary: 'life-cycle',
      intensity_source: 'Ember',
      zone: 'FRA',
      zone_name: 'France',
      zone_from: 'config',
      pue: '1.2',
      pue_high: '2.4',
      pue_source: 'Uptime',
    });
  });

  it('are empty where they are not known', () => {
    for (const name of [
      'water_l',
      'wue_l_per_kwh',
      'cost',
      'cost_low',
      'market_co2e_g',
      'zone_name',
      'pue_source',
    ])
      expect(second?.[name], name).toBe('');
  });
});

describe('an export as CSV', () => {
  const [first, second] = readCsv(exportCsv(runs));

  it('has units in its headers and full precision', () => {
    expect(Number(first?.['energy_wh']) * 3600).toBeCloseTo(3600.5, 9);
    expect(Number(first?.['energy_low_wh'])).toBeLessThan(Number(first?.['energy_wh']));
    expect(Number(first?.['energy_high_wh'])).toBeGreaterThan(Number(first?.['energy_wh']));
    expect(first?.['co2e_g']).toBe('12');
    expect(first?.['duration_s']).toBe('60');
    expect(first?.['component.gpu:0_wh']).toBe(String(100 / 3600));
    const { low } = runs[0]?.energy.components['gpu:0']?.attributed ?? {};
    expect(first?.['component_low.gpu:0_wh']).toBe(String((low ?? 0) / 3600));
    expect(Number(first?.['component_high.gpu:0_wh'])).toBeGreaterThan(100 / 3600);
    expect(first?.['component_grade.gpu:0']).toBe('A');
    expect(first?.['component_method.gpu:0']).toBe('rapl');
    expect(first?.['param.lr']).toBe('0.1');
    expect(first?.['metric.acc']).toBe('0.30000000000000004');
    expect(first?.['started_at']).toBe(runs[0]?.startedAt);
  });

  it('leaves empty what is not known, never 0', () => {
    expect(second?.['energy_wh']).toBe('');
    expect(second?.['energy_low_wh']).toBe(String(1 / 3600));
    expect(second?.['co2e_g']).toBe('');
    expect(second?.['exit_code']).toBe('');
    expect(second?.['param.lr']).toBe('');
    expect(second?.['metric.acc']).toBe('');
    expect(first?.['exit_code']).toBe('0');
  });

  it('keeps a spreadsheet from running a cell', () => {
    expect(first?.['name']).toBe(`'=HYPERLINK("http://x")`);
    expect(first?.['command']).toBe(`'-c print("a,b")`);
    expect(first?.['param.note']).toBe("'@cmd");
    expect(first?.['param.negative']).toBe('-0.5');
    expect(first?.['notes']).toBe('line one\nline two');
    expect(first?.['tags']).toBe('a; b');
  });

  it('gives any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = readCsv(exportCsv([aRecord({ params: { it: `x${text}` } })]))[0]?.['param.it'];
        expect(cell).toBe(`x${text}`);
      }),
    );
  });

  it('of no runs is a header', () => {
    expect(readCsv(exportCsv([]))).toEqual([]);
    expect(exportCsv([])).toMatch(/^id,name,/);
  });
});

it('an export as JSON holds each record whole', () => {
  const text = [...exportJson(runs.map((run) => JSON.stringify(run, null, 2)))].join('');
  expect(JSON.parse(text)).toEqual({ schema: 'joulebook.export/1', runs: JSON.parse(JSON.stringify(runs)) });
  expect(JSON.parse([...exportJson([])].join(''))).toEqual({ schema: 'joulebook.export/1', runs: [] });
});

describe('an export as Parquet', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'joulebook-parquet-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read back by another reader, with types and nulls', async () => {
    const path = join(folder, 'runs.parquet');
    expect(await writeParquet(path, runs)).toBeUndefined();
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
    const columns = exportTable(runs);
    expect(rows).toHaveLength(runs.length);
    rows.forEach((row, i) => {
      expect(Object.keys(row)).toEqual(columns.map((column) => column.name));
      for (const column of columns) {
        const value: unknown = row[column.name] ?? null;
        const wanted = column.values[i] ?? null;
        const isTime = column.type === 'time' && wanted !== null;
        expect(value instanceof Date ? value.toISOString() : value, column.name).toEqual(
          isTime ? String(wanted) : wanted,
        );
      }
    });
    expect(rows[0]?.['param.flag']).toBe(true);
    expect(rows[1]?.['param.mixed']).toBe('text');
    expect(rows[0]?.['param.mixed']).toBe('1');
  });

  it('says that its times are moments, in UTC', async () => {
    const path = join(folder, 'times.parquet');
    await writeParquet(path, runs);
    const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    expect(schema.find(({ name }) => name === 'started_at')?.logical_type).toEqual({
      type: 'TIMESTAMP',
      isAdjustedToUTC: true,
      unit: 'MILLIS',
    });
  });

  it('is complete, however many runs', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => aRecord({ params: { i } }));
    const path = join(folder, 'many.parquet');
    await writeParquet(path, many);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), columns: ['param.i'] });
    expect(rows.map((row) => row['param.i'])).toEqual(many.map((_, i) => i));
  });

  it('of no runs is a file with columns and no rows', async () => {
    const path = join(folder, 'none.parquet');
    expect(await writeParquet(path, [])).toBeUndefined();
    expect(await parquetReadObjects({ file: await asyncBufferFromFile(path) })).toEqual([]);
  });

  it('says E_OUTPUT where it cannot be written, and leaves nothing', async () => {
    const failed = await writeParquet(join(folder, 'missing', 'x.parquet'), runs);
    expect(failed?.code).toBe('E_OUTPUT');
    expect(() => readFileSync(join(folder, 'missing'))).toThrow();
  });
});
