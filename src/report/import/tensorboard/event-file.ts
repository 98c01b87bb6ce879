import { crc32c } from '../../../book/crc32c.ts';

/** Length (8), its checksum (4) before the data of a record, the data's checksum (4) after it. */
const HEAD = 12;
const TAIL = 4;
/** A record longer than this is not read (an image, a graph). */
const LONGEST = 1 << 26;

/** A whole record, or what was lost. */
export type EventEntry =
  | { readonly kind: 'record'; readonly bytes: Uint8Array }
  | { readonly kind: 'damage'; readonly at: number; readonly why: string };

/** The checksum that TFRecord files have: CRC-32C, rotated and shifted by a constant (tensorflow, core/lib/hash/crc32c.h). */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/**
 * The records of an event file (TFRecord). Where a length is damaged nothing after it can be found again; damaged data cost one record.
 *
 * @param blocks the file in pieces of any size.
 */
export function* eventsOf(blocks: Iterable<Uint8Array>): Generator<EventEntry> {
  let rest = new Uint8Array();
  let offset = 0;
  for (const block of blocks) {
    rest = rest.length === 0 ? Uint8Array.from(block) : joined(rest, block);
    let at = 0;
    const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
    while (at + HEAD <= rest.length) {
      const length = Number(view.getBigUint64(at, true));
      if (maskedCrc(rest.subarray(at, at + 8)) !== view.getUint32(at + 8, true) || length > LONGEST) {
        yield {
          kind: 'damage',
          at: offset + at,
          why: 'the length of a record is damaged: what follows it cannot be found',
        };
        return;
      }
      const end = at + HEAD + length + TAIL;
      if (end > rest.length) break;
      const data = rest.subarray(at + HEAD, at + HEAD + length);
      if (maskedCrc(data) === view.getUint32(at + HEAD + length, true)) yield { kind: 'record', bytes: data };
      else yield { kind: 'damage', at: offset + at, why: 'a checksum does not hold' };
      at = end;
    }
    offset += at;
    rest = rest.slice(at);
  }
  if (rest.length > 0) yield { kind: 'damage', at: offset, why: 'it ends in the middle of a record' };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
