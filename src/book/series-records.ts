import { decodeRecordInto, encodeRecord, recordBytes, type SeriesRecord } from './series-layout.ts';

/**
 * Records as they stand in a piece of memory, one behind the other, in the order of time. Going through them gives the same object again and
 * again: a zoom reads thousands, and objects of their own for all took most of its time.
 */
export class SeriesRecords implements Iterable<SeriesRecord> {
  readonly length: number;
  readonly #view: DataView;
  readonly #channels: number;

  constructor(bytes: Uint8Array, channels: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#channels = channels;
    this.length = Math.floor(bytes.byteLength / recordBytes(channels));
  }

  /** Boot-clock time at which the first one begins; not to be asked where there is none. */
  get t0(): number {
    return this.#view.getFloat64(0, true);
  }

  /** Boot-clock time at which the last one ends; not to be asked where there is none. */
  get t1(): number {
    return this.#view.getFloat64((this.length - 1) * recordBytes(this.#channels) + 8, true);
  }

  *[Symbol.iterator](): Generator<SeriesRecord> {
    const channels = this.#channels;
    const record = {
      t0: 0,
      t1: 0,
      offset: 0,
      min: new Float32Array(channels),
      max: new Float32Array(channels),
      mean: new Float32Array(channels),
    };
    for (let i = 0; i < this.length; i++) {
      decodeRecordInto(record, this.#view, i * recordBytes(channels));
      yield record;
    }
  }
}

/** Lays records of their own one behind the other. */
export function packRecords(records: readonly SeriesRecord[], channels: number): SeriesRecords {
  const length = recordBytes(channels);
  const bytes = new Uint8Array(records.length * length);
  for (const [i, record] of records.entries())
    encodeRecord(record, new DataView(bytes.buffer, i * length, length));
  return new SeriesRecords(bytes, channels);
}
