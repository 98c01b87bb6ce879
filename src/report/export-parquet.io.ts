import type { ColumnSource } from 'hyparquet-writer';
import type { RunRecord } from '../book/run-record.ts';
import type { Problem } from '../errors.ts';
import { writeFileAtomic } from '../host/atomic-file.io.ts';
import { type ExportColumn, exportTable } from './export-table.ts';

/** Writes runs as a Parquet file: the columns of the CSV with their types. E_OUTPUT where it cannot be written. */
export async function writeParquet(path: string, runs: readonly RunRecord[]): Promise<Problem | undefined> {
  return writeFileAtomic(path, await parquetOf(exportTable(runs)));
}

/** A table as the bytes of a Parquet file. The writer is loaded only here: no other command shall wait for it. */
export async function parquetOf(columns: readonly ExportColumn[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const kvMetadata = [{ key: 'joulebook', value: 'joulebook.export/1' }];
  return new Uint8Array(parquetWriteBuffer({ columnData: columns.map(source), kvMetadata }));
}

function source(column: ExportColumn): ColumnSource {
  const { name } = column;
  switch (column.type) {
    case 'number':
      return { name, data: [...column.values], type: 'DOUBLE', nullable: true };
    case 'boolean':
      return { name, data: [...column.values], type: 'BOOLEAN', nullable: true };
    case 'time':
      return { name, data: column.values.map(dateOf), type: 'TIMESTAMP', nullable: true };
    default:
      return { name, data: [...column.values], type: 'STRING', nullable: true };
  }
}

function dateOf(iso: string | null): Date | null {
  const date = iso === null ? undefined : new Date(iso);
  return date === undefined || Number.isNaN(date.getTime()) ? null : date;
}
