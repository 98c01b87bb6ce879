import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ColumnType, RunColumn } from './run-table.ts';

const TYPES = {
  text: 'STRING',
  number: 'DOUBLE',
  integer: 'INT64',
  time: 'TIMESTAMP',
  boolean: 'BOOLEAN',
} as const satisfies Record<ColumnType, string>;

/** Runs as one Apache Parquet file; every column may hold nulls, times are UTC timestamps. */
export function exportParquet(columns: readonly RunColumn[]): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, type, values }) => ({
      name,
      type: TYPES[type],
      nullable: true,
      data: values.map((value) => convert(value, type)),
    })),
    createdBy: 'joulebook',
  });
  return new Uint8Array(buffer);
}

function convert(value: string | number | boolean | null, type: ColumnType): unknown {
  if (value === null) return null;
  if (type === 'integer') return BigInt(Math.round(Number(value)));
  if (type !== 'time') return value;
  const at = new Date(String(value));
  return Number.isNaN(at.getTime()) ? null : at;
}
