/** The Castagnoli polynomial, bit-reversed (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;

/** Pieces up to this many bytes are taken byte by byte. */
const SHORT = 1024;

/** How many bytes one step takes in: one table for each ("slicing by 8", Kounavis and Berry 2005). */
const SLICES = 8;

const tables = makeTables();

function makeTables(): Uint32Array {
  const all = new Uint32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    all[byte] = crc;
  }
  for (let i = 256; i < all.length; i++) {
    const before = all[i - 256] as number;
    all[i] = (before >>> 8) ^ (all[before & 0xff] as number);
  }
  return all;
}

/**
 * CRC-32C of some bytes, as an unsigned 32-bit number.
 *
 * @example
 * crc32c(new TextEncoder().encode('123456789')).toString(16) // 'e3069283'
 */
export function crc32c(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  const t = tables;
  let crc = 0xffffffff;
  let i = start;
  // One table serves a short piece better than eight that are in no cache.
  const sliced = end - start > SHORT ? end - SLICES : Number.NEGATIVE_INFINITY;
  for (; i <= sliced; i += SLICES) {
    const word =
      crc ^
      ((bytes[i] as number) |
        ((bytes[i + 1] as number) << 8) |
        ((bytes[i + 2] as number) << 16) |
        ((bytes[i + 3] as number) << 24));
    crc =
      (t[1792 + (word & 0xff)] as number) ^
      (t[1536 + ((word >>> 8) & 0xff)] as number) ^
      (t[1280 + ((word >>> 16) & 0xff)] as number) ^
      (t[1024 + (word >>> 24)] as number) ^
      (t[768 + (bytes[i + 4] as number)] as number) ^
      (t[512 + (bytes[i + 5] as number)] as number) ^
      (t[256 + (bytes[i + 6] as number)] as number) ^
      (t[bytes[i + 7] as number] as number);
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ (t[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}
