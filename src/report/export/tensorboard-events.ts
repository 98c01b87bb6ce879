import { RecordSink, varintSize } from './record-sink.ts';
import type { Scalar } from './run-scalars.ts';

/** Wire types of Protocol Buffers. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/**
 * Scalars as the bytes of a TensorBoard event file: TFRecords of Event messages (tensorflow/core/util/event.proto). A scalar is a 32-bit float there, of
 * seven digits.
 *
 * @param startMs when the run began, ms since 1970.
 */
export function eventFile(scalars: readonly Scalar[], startMs: number): Uint8Array {
  const sink = new RecordSink();
  const version = utf8('brain.Event:2');
  wallTime(sink, startMs);
  field(sink, 3, version.length);
  sink.bytes(version);
  sink.end();
  const tags = new Map<string, Uint8Array>();
  for (const { name, value, step, atMs } of scalars) {
    const tag = tags.get(name) ?? utf8(name);
    tags.set(name, tag);
    const valueSize = 1 + varintSize(tag.length) + tag.length + 5; // the tag, and five bytes of number
    wallTime(sink, atMs);
    sink.varint(key(2, VARINT));
    sink.varint(Math.trunc(step));
    field(sink, 5, 1 + varintSize(valueSize) + valueSize); // summary
    field(sink, 1, valueSize); // its one value
    field(sink, 1, tag.length);
    sink.bytes(tag);
    sink.varint(key(2, FIXED32));
    sink.float(value);
    sink.end();
  }
  return sink.whole();
}

/** Begins an Event, with when it was. */
function wallTime(sink: RecordSink, ms: number): void {
  sink.begin();
  sink.varint(key(1, FIXED64));
  sink.double(ms / 1000);
}

/** Begins a field of that many bytes. */
function field(sink: RecordSink, number: number, size: number): void {
  sink.varint(key(number, BYTES));
  sink.varint(size);
}

function key(field: number, type: number): number {
  return field * 8 + type;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
