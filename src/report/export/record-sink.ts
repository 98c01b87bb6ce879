import { crc32c } from '../../book/crc32c.ts';

const HEADER = 12;
const FOOTER = 4;
/** The most that a number of 64 bits takes, seven bits a byte. */
const LONGEST_VARINT = 10;

/**
 * TFRecords being written into one growing buffer: length, masked CRC-32C of it, data, masked CRC-32C (tensorflow/core/lib/io/record_writer.h). A day of
 * samples is half a million records: an object for each would be most of the memory.
 */
export class RecordSink {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #begin = 0;

  /** Begins a record. */
  begin(): void {
    this.#begin = this.#length;
    this.#room(HEADER);
    this.#length += HEADER;
  }

  /** Ends it: its length and checksums are known now. */
  end(): void {
    this.#room(FOOTER);
    const [from, to] = [this.#begin, this.#length];
    this.#view.setUint32(from, to - from - HEADER, true); // the upper half of the length stays zero
    this.#view.setUint32(from + 8, masked(crc32c(this.#bytes, from, from + 8)), true);
    this.#view.setUint32(to, masked(crc32c(this.#bytes, from + HEADER, to)), true);
    this.#length += FOOTER;
  }

  double(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  float(value: number): void {
    this.#room(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A whole number as a varint of Protocol Buffers; a negative one as 64 bits of two's complement. */
  varint(value: number): void {
    this.#room(LONGEST_VARINT);
    if (value < 0) {
      for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
        const isLast = rest <= 127n;
        this.#bytes[this.#length++] = Number(rest & 127n) | (isLast ? 0 : 128);
        if (isLast) return;
      }
    }
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128;
    this.#bytes[this.#length++] = rest;
  }

  /** All that was written. */
  whole(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#bytes.length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Bytes that a whole number, not negative, takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** As TFRecords mask a CRC, so that one over data with CRCs in it is no weaker. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
