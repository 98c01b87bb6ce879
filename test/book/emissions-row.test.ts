import { expect, test } from 'vitest';
import { csvRecord, firstCsvRecord } from '../../src/book/csv-text.ts';
import { EMISSIONS_COLUMNS, emissionsRow } from '../../src/book/emissions-row.ts';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { component, end, ID, lines, machine, sample, start } from './events.ts';

function record(events: readonly JournalEvent[]): RunRecord {
  const run = new RunReducer(ID);
  for (const line of lines([start(), ...events, { ...end(), sha256: '' }])) run.apply(line);
  return run.record();
}

const SAMPLE = sample([3600, 7200, 1800, 999], [0, 0, 0, 0], [1, 0.5, 1, 1], [1, 1, 1, 1]);
const gpus = {
  ...machine([]).machine,
  gpus: ['NVIDIA A100', 'NVIDIA A100', 'NVIDIA T4'],
  cloud: 'aws',
  cloudRegion: 'eu-west-3',
};
const FULL = [
  machine([component('cpu'), component('gpu:0'), component('ram'), component('other')], { machine: gpus }),
  SAMPLE,
];

test('the 38 columns of CodeCarbon 3.x', () => {
  expect(EMISSIONS_COLUMNS).toHaveLength(38);
  expect(Object.keys(emissionsRow(record(FULL)))).toEqual([...EMISSIONS_COLUMNS]);
});

test('energies are attributed chips × PUE, powers are before PUE, emissions their sum × intensity', () => {
  const row = emissionsRow(record(FULL));
  expect(row.cpu_energy).toBeCloseTo((3600 * 1.5) / 3.6e6, 12);
  expect(row.gpu_energy).toBeCloseTo((3600 * 1.5) / 3.6e6, 12);
  expect(row.ram_energy).toBeCloseTo((1800 * 1.5) / 3.6e6, 12);
  expect(row.energy_consumed).toBeCloseTo((9000 * 1.5) / 3.6e6, 12);
  expect(row.cpu_power).toBeCloseTo(360, 9);
  expect(row.emissions).toBeCloseTo((((9000 * 1.5) / 3.6e6) * 400) / 1000, 12);
  expect(row.emissions_rate).toBeCloseTo(Number(row.emissions) / 10, 12);
});

test('what describes the run', () => {
  expect(emissionsRow(record(FULL))).toMatchObject({
    timestamp: '2026-03-01T10:00:10',
    project_name: 'digits',
    run_id: ID,
    duration: 10,
    country_name: 'France',
    country_iso_code: 'FRA',
    cloud_provider: 'aws',
    cloud_region: 'eu-west-3',
    on_cloud: 'Y',
    python_version: '3.12.1',
    codecarbon_version: 'joulebook 0.1.0',
    gpu_count: 3,
    gpu_model: '2 x NVIDIA A100, 1 x NVIDIA T4',
    ram_total_size: 8,
    tracking_mode: 'process',
    pue: 1.5,
  });
});

test('a machine without a GPU has 0 for it; a GPU that cannot be read is empty, and so are the sums', () => {
  const none = emissionsRow(record([machine([component('cpu')]), sample([3600], [0], [1], [1])]));
  expect(none).toMatchObject({ gpu_energy: 0, ram_energy: 0, gpu_count: 0, gpu_model: null, on_cloud: 'N' });
  expect(none.energy_consumed).toBeGreaterThan(0);
  const unread = component('gpu:0', { available: false, reason: 'no driver' });
  const row = emissionsRow(record([machine([component('cpu'), unread]), sample([3600], [0], [1], [1])]));
  expect(row).toMatchObject({ gpu_energy: null, gpu_power: null, energy_consumed: null, emissions: null });
  expect(row.cpu_energy).toBeGreaterThan(0);
});

test('an unknown place has energy and no emissions', () => {
  const m = machine([component('cpu')]);
  const intensity = {
    ...m.intensity,
    value: null,
    low: 10,
    high: 900,
    zone: 'none',
    zoneName: 'unknown',
    zoneFrom: 'unknown' as const,
  };
  const row = emissionsRow(record([{ ...m, intensity }, sample([3600], [0], [1], [1])]));
  expect(row).toMatchObject({ emissions: null, country_iso_code: null, country_name: null });
  expect(row.energy_consumed).toBeGreaterThan(0);
});

test('a record without a machine line is all empty cells and no zeros', () => {
  expect(emissionsRow(record([]))).toMatchObject({
    cpu_energy: null,
    energy_consumed: null,
    cpu_model: null,
    pue: null,
  });
});

test('RFC 4180: what is quoted is read back', () => {
  expect(csvRecord(['a,b', 'c"d', 'e\nf', null, 1.5, ' g', 'plain'])).toBe(
    '"a,b","c""d","e\nf",,1.5," g",plain',
  );
  expect(firstCsvRecord('\uFEFFa,"b,""c""\n",d\r\nrest')).toEqual({
    cells: ['a', 'b,"c"\n', 'd'],
    eol: '\r\n',
    end: 17,
  });
  expect(firstCsvRecord('a,b')).toBeUndefined();
});
