/**
 * `series.bin` (docs/reference/journal.md): a pyramid of the power series. A header of fixed length, then records of fixed length. A record
 * of level 0 covers 64 samples, one of level L covers 4 of level L − 1. The records of all levels stand in one row in the order in which they are
 * complete, so the file only grows and the place of every record follows from its number alone.
 */
export const BASE = 64;
export const FACTOR = 4;
export const LEVELS = 8;
export const HEADER_BYTES = 1024;
const MAGIC = 'joulebook.series/1';
/** Components that get a channel of their own, after the machine and the run. */
export const MOST_COMPONENTS = 8;
/** The first two channels: power of the whole machine and of the run (attributed), W at the wall. */
export const FIRST_CHANNELS = ['machine', 'attributed'] as const;

/** What the file says of itself. */
export interface SeriesHeader {
  /** Boot-clock time of the run's start. */
  readonly t0: number;
  readonly channels: readonly string[];
}

/** Minimum, maximum and mean of some channels over some time; one number for each channel. */
export interface SeriesRecord {
  /** Boot-clock times between which it lies. */
  readonly t0: number;
  readonly t1: number;
  /** Byte offset in the journal of its first sample. */
  readonly offset: number;
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly mean: Float32Array;
}

/** Length of a record: t0, t1, offset (f64), then minima, maxima, means (f32). */
export function recordBytes(channels: number): number {
  return 3 * 8 + 3 * 4 * channels;
}

/** How many records of level 0 one of this level covers. */
function spanOf(level: number): number {
  return FACTOR ** level;
}

/**
 * Place in the row of record `index` of `level`. It is complete with base record n = (index + 1)·4^level, behind the finer records
 * of that moment and before the coarser ones: Σ_{l<level} n/4^l + index + Σ_{l>level} ⌊(n − 1)/4^l⌋.
 */
export function placeOf(level: number, index: number): number {
  const n = (index + 1) * spanOf(level);
  let place = index;
  for (let l = 0; l < LEVELS; l++) {
    if (l < level) place += n / spanOf(l);
    else if (l > level) place += Math.floor((n - 1) / spanOf(l));
  }
  return place;
}

/** How many records of a level are among the first `total` of the row. */
export function countAt(level: number, total: number): number {
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (placeOf(level, middle - 1) < total) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a record of the row begins in the file. */
export function offsetOf(place: number, channels: number): number {
  return HEADER_BYTES + place * recordBytes(channels);
}

/** The header: a line of JSON, filled up with spaces. */
export function encodeHeader(header: SeriesHeader): Uint8Array {
  const names = header.channels
    .slice(0, FIRST_CHANNELS.length + MOST_COMPONENTS)
    .map((name) => name.slice(0, 32));
  const text = JSON.stringify({ schema: MAGIC, t0: header.t0, channels: names });
  const bytes = new Uint8Array(HEADER_BYTES).fill(0x20);
  const encoded = new TextEncoder().encode(text);
  if (encoded.length >= HEADER_BYTES) throw new Error('the names of the series are too long');
  bytes.set(encoded);
  bytes[HEADER_BYTES - 1] = 0x0a;
  return bytes;
}

/** Reads the header; undefined if this is no series of this version. */
export function decodeHeader(bytes: Uint8Array): SeriesHeader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  try {
    const value = JSON.parse(
      new TextDecoder().decode(bytes.subarray(0, HEADER_BYTES)),
    ) as Partial<SeriesHeader> & {
      readonly schema?: unknown;
    };
    if (value.schema !== MAGIC || typeof value.t0 !== 'number' || !Array.isArray(value.channels))
      return undefined;
    return { t0: value.t0, channels: value.channels };
  } catch {
    return undefined;
  }
}

/** Writes a record at the beginning of `view`. */
export function encodeRecord(record: SeriesRecord, view: DataView): void {
  const n = record.min.length;
  view.setFloat64(0, record.t0, true);
  view.setFloat64(8, record.t1, true);
  view.setFloat64(16, record.offset, true);
  for (let c = 0; c < n; c++) {
    view.setFloat32(24 + 4 * c, record.min[c] as number, true);
    view.setFloat32(24 + 4 * (n + c), record.max[c] as number, true);
    view.setFloat32(24 + 4 * (2 * n + c), record.mean[c] as number, true);
  }
}

/** Reads the record at `from` of `view` into one that is there; its arrays say how many channels there are. */
export function decodeRecordInto(record: Writable<SeriesRecord>, view: DataView, from: number): void {
  const { min, max, mean } = record;
  const n = min.length;
  record.t0 = view.getFloat64(from, true);
  record.t1 = view.getFloat64(from + 8, true);
  record.offset = view.getFloat64(from + 16, true);
  let at = from + 24;
  for (let c = 0; c < n; c++, at += 4) min[c] = view.getFloat32(at, true);
  for (let c = 0; c < n; c++, at += 4) max[c] = view.getFloat32(at, true);
  for (let c = 0; c < n; c++, at += 4) mean[c] = view.getFloat32(at, true);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads a record of `channels` channels at the beginning of `view`. */
export function decodeRecord(view: DataView, channels: number): SeriesRecord {
  const floats = (): Float32Array => new Float32Array(channels);
  const record = { t0: 0, t1: 0, offset: 0, min: floats(), max: floats(), mean: floats() };
  decodeRecordInto(record, view, 0);
  return record;
}
