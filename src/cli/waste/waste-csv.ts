import { csvRecord } from '../../book/csv-text.ts';
import { guarded } from '../../report/export-csv.ts';
import type { WasteReport } from '../../report/waste/waste-report.ts';

const COLUMNS = [
  'run',
  'name',
  'project',
  'cause',
  'part',
  'energy_j',
  'energy_low_j',
  'energy_high_j',
  'co2e_g',
  'cost',
  'currency',
  'evidence',
  'because_of',
] as const;

/** Every wasted part of every run as CSV (RFC 4180), the largest first. */
export function wasteCsv({ items }: Pick<WasteReport, 'items'>): string {
  const rows = items.map(({ share, energy, carbon, cost }) => [
    share.run.id,
    guarded(share.run.name),
    guarded(share.run.project),
    share.cause,
    share.part,
    energy.value,
    energy.low,
    energy.high,
    carbon?.value ?? null,
    cost?.value ?? null,
    cost?.unit ?? null,
    guarded(share.evidence),
    share.because?.id ?? null,
  ]);
  return [COLUMNS, ...rows].map((row) => `${csvRecord(row)}\r\n`).join('');
}
