import { randomUUID } from 'node:crypto';
import { csvRecord } from '../../../src/book/csv-text.ts';
import { LAYOUTS } from '../../../src/report/import/codecarbon/columns.ts';
import type { ForeignRun } from '../../../src/report/import/foreign-run.ts';
import type { ImportItem, ReadContext } from '../../../src/report/import/item.ts';
import { linesOf } from '../../../src/report/import/lines.ts';
import { type RowReading, rowsOf } from '../../../src/report/import/codecarbon/rows.ts';

/** The newest columns. */
export const COLUMNS = LAYOUTS.at(-1)?.columns ?? [];

export type Row = Readonly<Record<string, string | number>>;

/** A row of CodeCarbon whose sums hold. */
export function aRow(wishes: Row = {}): Row {
  const [cpu, gpu, ram] = ['cpu_energy', 'gpu_energy', 'ram_energy'].map((name, i) =>
    Number(wishes[name] ?? 0.01 * (i + 1)),
  );
  const kwh = (cpu ?? 0) + (gpu ?? 0) + (ram ?? 0);
  return {
    timestamp: '2024-05-01T10:20:30',
    project_name: 'demo',
    run_id: randomUUID(),
    experiment_id: '5b0fa12a-3dd7-45bb-9766-cc326314d9f1',
    duration: 100.5,
    emissions: kwh * 0.056,
    emissions_rate: (kwh * 0.056) / 100.5,
    cpu_power: 42.5,
    gpu_power: 100.1,
    ram_power: 10.2,
    cpu_energy: cpu ?? 0,
    gpu_energy: gpu ?? 0,
    ram_energy: ram ?? 0,
    energy_consumed: kwh,
    water_consumed: 0.5,
    country_name: 'France',
    country_iso_code: 'FRA',
    region: 'bretagne',
    cloud_provider: 'gcp',
    cloud_region: 'europe-west9',
    os: 'Linux-6.8.0-x86_64',
    python_version: '3.11.7',
    codecarbon_version: '3.2.2',
    cpu_count: 8,
    cpu_model: 'AMD EPYC 7B13',
    gpu_count: 2,
    gpu_model: '2 x NVIDIA A100',
    longitude: 2.35,
    latitude: 48.85,
    ram_total_size: 31.3,
    tracking_mode: 'machine',
    cpu_utilization_percent: 50.5,
    gpu_utilization_percent: 20.5,
    ram_utilization_percent: 30.5,
    ram_used_gb: 9.3,
    on_cloud: 'N',
    pue: 1.2,
    wue: 0,
    ...wishes,
  };
}

/** A row as a line, without some columns. */
export function lineOf(
  row: Row,
  columns: readonly string[] = COLUMNS,
  dropped: readonly string[] = [],
): string {
  return csvRecord(columns.filter((column) => !dropped.includes(column)).map((column) => row[column] ?? ''));
}

/** What is read of a text. */
export function read(text: string): readonly RowReading[] {
  return [...rowsOf(linesOf([text]))];
}

/** A context for readers. */
export const CONTEXT: ReadContext = { onBytes: () => {}, longestGapS: 300 };

/** The runs among some items. */
export function runsOf(items: Iterable<ImportItem>): readonly ForeignRun[] {
  return [...items].flatMap((item) => (item.kind === 'run' ? [item.run] : []));
}
