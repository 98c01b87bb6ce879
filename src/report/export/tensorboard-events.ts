import { crc32c } from '../../book/crc32c.ts';
import type { Scalar } from './run-scalars.ts';

/**
 * Scalars as the bytes of a TensorBoard event file: TFRecords (length, masked CRC-32C, data, masked CRC-32C; tensorflow/core/lib/io/record_writer.h)
 * of Event messages (tensorflow/core/util/event.proto). A scalar is a 32-bit float there, of seven digits.
 *
 * @param startMs when the run began, ms since 1970.
 */
export function eventFile(scalars: readonly Scalar[], startMs: number): Uint8Array {
  const records = [record([...wallTime(startMs), ...bytesField(3, utf8('brain.Event:2'))])];
  for (const { name, value, step, atMs } of scalars) {
    const summaryValue = [...bytesField(1, utf8(name)), ...floatField(2, value)];
    const summary = bytesField(1, summaryValue);
    records.push(record([...wallTime(atMs), ...intField(2, step), ...bytesField(5, summary)]));
  }
  const whole = new Uint8Array(records.reduce((length, each) => length + each.length, 0));
  let at = 0;
  for (const each of records) {
    whole.set(each, at);
    at += each.length;
  }
  return whole;
}

function record(data: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true); // the upper half of the length stays zero
  view.setUint32(8, masked(crc32c(bytes, 0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(bytes, 12, 12 + data.length)), true);
  return bytes;
}

/** As TFRecords mask a CRC, so that one over data with CRCs in it is no weaker. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Wire types of Protocol Buffers. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

function wallTime(ms: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, ms / 1000, true);
  return [key(1, FIXED64), ...new Uint8Array(view.buffer)];
}

function floatField(field: number, value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [key(field, FIXED32), ...new Uint8Array(view.buffer)];
}

function intField(field: number, value: number): readonly number[] {
  return [key(field, VARINT), ...varint(BigInt.asUintN(64, BigInt(Math.trunc(value))))];
}

function bytesField(field: number, bytes: ArrayLike<number>): readonly number[] {
  return [key(field, BYTES), ...varint(BigInt(bytes.length)), ...Array.from(bytes)];
}

function key(field: number, type: number): number {
  return field * 8 + type;
}

function varint(value: bigint): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return bytes;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
