import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';
import { JournalReader } from './journal-reader.io.ts';
import type { RunFolder } from './run-folder.io.ts';
import { PowerChannels } from './sample-power.ts';
import { SeriesBucket } from './series-bucket.ts';
import { packRecords, SeriesRecords } from './series-records.ts';
import {
  BASE,
  countAt,
  decodeHeader,
  decodeRecord,
  FACTOR,
  HEADER_BYTES,
  LEVELS,
  offsetOf,
  placeOf,
  recordBytes,
  type SeriesHeader,
  type SeriesRecord,
} from './series-layout.ts';
import { rebuildSeries } from './series-writer.io.ts';

/** What to read: seconds since the run's start, and about how many buckets. */
export interface SeriesRange {
  readonly from?: number;
  readonly to?: number;
  readonly buckets: number;
}

/** Power between two times, W, by channel; NaN where it is not known. */
export interface PowerBucket {
  /** Seconds since the run's start. */
  readonly fromS: number;
  readonly toS: number;
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly mean: Float32Array;
}

/** The power of a run over time, at most `buckets` of it, in order. */
export interface PowerSeries {
  /** `machine`, `attributed` (both at the wall), then components. */
  readonly channels: readonly string[];
  readonly buckets: readonly PowerBucket[];
}

/** With no more base records than this in the range, the samples themselves are read: some 50 ms. */
const MOST_RAW_RECORDS = 128;
/** A stretch of journal longer than this is condensed while it is read. */
const LONG_JOURNAL = 1 << 20;

/** Records no further apart than this are read with what lies between: a read of its own takes longer, bytes. */
const NEAR = 1 << 13;
/** At most so much at once, bytes. */
const PIECE = 1 << 18;

/** An open series. */
class SeriesFile {
  readonly header: SeriesHeader;
  readonly #fd: number;
  readonly #total: number;
  readonly #bytes: Buffer;
  readonly #view: DataView;

  constructor(fd: number, header: SeriesHeader, size: number) {
    this.#fd = fd;
    this.header = header;
    const length = recordBytes(header.channels.length);
    this.#total = Math.floor((size - HEADER_BYTES) / length); // a record that a crash cut off is left out
    this.#bytes = Buffer.alloc(length);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, length);
  }

  count(level: number): number {
    return countAt(level, this.#total);
  }

  record(level: number, index: number): SeriesRecord {
    this.#read(level, index, this.#bytes.length);
    return decodeRecord(this.#view, this.header.channels.length);
  }

  /** The records at some places of the row, which rise. */
  records(places: readonly number[]): SeriesRecords {
    const channels = this.header.channels.length;
    const { length } = this.#bytes;
    const all = Buffer.allocUnsafe(places.length * length);
    const offsets = places.map((place) => offsetOf(place, channels));
    const at = (i: number): number => offsets[i] ?? Number.POSITIVE_INFINITY;
    let piece: Buffer | undefined;
    for (let i = 0; i < places.length; ) {
      let end = i + 1;
      while (at(end) - at(end - 1) <= NEAR && at(end) + length - at(i) <= PIECE) end++;
      if (end === i + 1) {
        whole(readSync(this.#fd, all, i * length, length, at(i)), length);
      } else {
        piece ??= Buffer.allocUnsafe(PIECE);
        const span = at(end - 1) + length - at(i);
        whole(readSync(this.#fd, piece, 0, span, at(i)), span);
        for (let j = i; j < end; j++) piece.copy(all, j * length, at(j) - at(i), at(j) - at(i) + length);
      }
      i = end;
    }
    return new SeriesRecords(all, channels);
  }

  /** Indices [a, b) of the records of a level that touch the boot-clock times from `t0` to `t1`. */
  range(level: number, t0: number, t1: number): readonly [a: number, b: number] {
    const count = this.count(level);
    const a = firstWhere(count, (i) => this.#time(level, i, 8) > t0);
    return [
      a,
      Math.max(
        a,
        firstWhere(count, (i) => this.#time(level, i, 0) >= t1),
      ),
    ];
  }

  #time(level: number, index: number, at: 0 | 8): number {
    this.#read(level, index, 16);
    return this.#view.getFloat64(at, true);
  }

  #read(level: number, index: number, length: number): void {
    readSync(this.#fd, this.#bytes, 0, length, offsetOf(placeOf(level, index), this.header.channels.length));
  }
}

function whole(read: number, wanted: number): void {
  if (read < wanted) throw new Error('the series ended while it was read');
}

function firstWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What of a range the series holds. */
interface Found {
  readonly header: SeriesHeader;
  readonly records: SeriesRecords;
  /** The range by records of level 0. */
  readonly baseRecords: number;
  /** Where the journal is to be read on: byte offset, and the time up to which its samples are in the series. */
  readonly tail: { readonly offset: number; readonly after: number };
  /** Where the samples of the range begin. */
  readonly first: number;
}

/**
 * Reads the power of a run from its `series.bin` alone, at the level that fits. The last samples of a run that lives (fewer than 64) are not in it.
 *
 * @example
 * readSeries(folder.series, { buckets: 600 }) // the whole run in at most 600 buckets
 */
export function readSeries(path: string, range: SeriesRange): Result<PowerSeries> {
  const found = findIn(path, range);
  if (found === undefined) {
    return err(
      problem(
        'E_BOOK_READ',
        `${path} holds no power series`,
        'it is missing, or not of this version',
        'it is made again from the journal',
      ),
    );
  }
  if (!found.ok) return found;
  return ok(merged(found.value.header, [found.value.records], range));
}

/** Reads the power of a run: from its series, and from its journal what is not in it or would show too coarse. */
export function readPower(folder: RunFolder, range: SeriesRange): Result<PowerSeries> {
  let found = findIn(folder.series, range);
  if (found === undefined && sizeOf(folder.journal) > LONG_JOURNAL) {
    // Where the book cannot be written there will be none: then the journal itself is condensed.
    if (rebuildSeries(folder) === undefined) found = findIn(folder.series, range);
  }
  if (found !== undefined && !found.ok) return found;
  const series = found?.value;
  const isFine =
    series !== undefined && series.records.length < range.buckets && series.baseRecords <= MOST_RAW_RECORDS;
  const start = series === undefined ? 0 : isFine ? series.first : series.tail.offset;
  const after = series === undefined || isFine ? Number.NEGATIVE_INFINITY : series.tail.after;
  const raw = readSamples(folder, series?.header, start, after, range);
  if (!raw.ok) return raw;
  const { header, records } = raw.value;
  return ok(merged(header, isFine || series === undefined ? [records] : [series.records, records], range));
}

function findIn(path: string, range: SeriesRange): Result<Found> | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return undefined;
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
  }
  try {
    const bytes = Buffer.alloc(HEADER_BYTES);
    readSync(fd, bytes, 0, HEADER_BYTES, 0);
    const { size } = fstatSync(fd);
    const header = size < HEADER_BYTES ? undefined : decodeHeader(bytes);
    return header === undefined ? undefined : ok(find(new SeriesFile(fd, header, size), range));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
  } finally {
    closeSync(fd);
  }
}

function find(file: SeriesFile, range: SeriesRange): Found {
  const [t0, t1] = times(file.header, range);
  let level = LEVELS - 1;
  let [a, b] = file.range(level, t0, t1);
  while (level > 0 && b - a < range.buckets) [a, b] = file.range(--level, t0, t1);
  const places: number[] = [];
  for (let i = a; i < b; i++) places.push(placeOf(level, i));
  // What the chosen level has not completed yet stands in the finer ones.
  let next = file.count(level);
  for (let finer = level - 1; finer >= 0; finer--) {
    next *= FACTOR;
    const [from, to] = file.range(finer, t0, t1);
    for (let i = Math.max(next, from); i < to; i++) places.push(placeOf(finer, i));
    next = file.count(finer);
  }
  const [firstBase, endBase] = file.range(0, t0, t1);
  const count = file.count(0);
  const last = count === 0 ? undefined : file.record(0, count - 1);
  const first = firstBase < count ? file.record(0, firstBase).offset : (last?.offset ?? 0);
  return {
    header: file.header,
    records: file.records(places),
    baseRecords: endBase - firstBase,
    tail: { offset: last?.offset ?? 0, after: last?.t1 ?? Number.NEGATIVE_INFINITY },
    first,
  };
}

function times(header: SeriesHeader, range: SeriesRange): readonly [t0: number, t1: number] {
  return [
    range.from === undefined ? Number.NEGATIVE_INFINITY : header.t0 + range.from,
    range.to === undefined ? Number.POSITIVE_INFINITY : header.t0 + range.to,
  ];
}

/** Samples of the journal from a byte offset on, as records: one each, or 64 together where there are many. */
function readSamples(
  folder: RunFolder,
  known: SeriesHeader | undefined,
  offset: number,
  after: number,
  range: SeriesRange,
): Result<{ readonly header: SeriesHeader; readonly records: SeriesRecords }> {
  const channels = new PowerChannels(known?.channels);
  if (offset > 0) readHead(folder, channels);
  const reader = JournalReader.open(folder.journal, { from: offset });
  if (!reader.ok) return reader;
  const isLong = range.to === undefined && sizeOf(folder.journal) - offset > LONG_JOURNAL;
  const together = isLong ? BASE : 1;
  const records: SeriesRecord[] = [];
  let bucket: SeriesBucket | undefined;
  for (const { line, offset: at } of reader.value) {
    const watts = channels.apply(line);
    if (watts === undefined || line.k !== 'sample' || line.t <= after) continue;
    const [t0, t1] = times({ t0: channels.t0 ?? 0, channels: [] }, range);
    if (line.t - line.dt >= t1) break;
    if (line.t <= t0) continue;
    bucket ??= new SeriesBucket(watts.length);
    bucket.sample(line.t, line.dt, at, watts);
    if (bucket.count < together) continue;
    records.push(bucket.take());
    bucket.clear();
  }
  if (bucket !== undefined && bucket.count > 0) records.push(bucket.take());
  const header = known ?? { t0: channels.t0 ?? 0, channels: channels.names ?? [] };
  return ok({ header, records: packRecords(records, header.channels.length) });
}

/** The start and machine lines at the head of the journal, which say what the columns of the samples are. */
function readHead(folder: RunFolder, channels: PowerChannels): void {
  const reader = JournalReader.open(folder.journal);
  if (!reader.ok) return;
  for (const { line } of reader.value) {
    channels.apply(line);
    if (line.k === 'sample') break;
  }
}

/** Brings records together into buckets of equal time. */
function merged(header: SeriesHeader, parts: readonly SeriesRecords[], range: SeriesRange): PowerSeries {
  const filled = parts.filter(({ length }) => length > 0);
  const [first, last] = [filled[0], filled.at(-1)];
  if (first === undefined || last === undefined) return { channels: header.channels, buckets: [] };
  const start = first.t0;
  const buckets: PowerBucket[] = [];
  const bucket = new SeriesBucket(header.channels.length);
  const width = (last.t1 - start) / Math.max(1, Math.floor(range.buckets));
  const flush = (): void => {
    if (bucket.count === 0) return;
    const { t0, t1, min, max, mean } = bucket.take();
    buckets.push({ fromS: t0 - header.t0, toS: t1 - header.t0, min, max, mean });
    bucket.clear();
  };
  let open = 0;
  for (const records of filled)
    for (const record of records) {
      const slot = Math.floor(((record.t0 + record.t1) / 2 - start) / width);
      if (slot !== open) flush();
      open = slot;
      bucket.record(record);
    }
  flush();
  return { channels: header.channels, buckets };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
