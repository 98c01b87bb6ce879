import type { SchemaElement } from 'hyparquet';
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
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...columns.map(element)];
  const columnData = columns.map((column) => ({
    name: column.name,
    data: column.type === 'time' ? column.values.map(dateOf) : [...column.values],
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, kvMetadata }));
}

const TYPES: Readonly<Record<ExportColumn['type'], Omit<SchemaElement, 'name'>>> = {
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  // A moment, not the reading of a clock on a wall, for which DuckDB takes it without the second line.
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

function element({ name, type }: ExportColumn): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...TYPES[type] };
}

function dateOf(iso: string | null): Date | null {
  const date = iso === null ? undefined : new Date(iso);
  return date === undefined || Number.isNaN(date.getTime()) ? null : date;
}
