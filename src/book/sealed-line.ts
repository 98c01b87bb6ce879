import { crc32c } from './crc32c.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Length of `,"c":"01234567"}`, the end of every line, in bytes. */
const TAIL = 16;
const TAIL_START = encoder.encode(',"c":"');
const HEX = encoder.encode('0123456789abcdef');

/**
 * A line of a journal: an object whose last member is the checksum of the bytes before it, and a newline.
 *
 * @param members JSON text of the object's members, without braces; none may be called c.
 */
export function sealLine(members: string): Uint8Array {
  const bytes = encoder.encode(`{${members},"c":"00000000"}\n`);
  const end = bytes.length - TAIL - 1;
  const crc = crc32c(bytes, 0, end);
  for (let i = 0; i < 8; i++)
    bytes[end + TAIL_START.length + i] = HEX[(crc >>> (28 - 4 * i)) & 0xf] as number;
  return bytes;
}

/**
 * JSON text of a line's object without its checksum, if that holds. `bytes` is a whole buffer of which the line, without its newline, is
 * `[start, end)`.
 */
export function unsealLine(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly bad: 'torn' | 'altered' } {
  const bodyEnd = end - TAIL;
  if (bodyEnd <= start || bytes[end - 1] !== 0x7d || bytes[end - 2] !== 0x22)
    return { ok: false, bad: 'torn' };
  for (let i = 0; i < TAIL_START.length; i++) {
    if (bytes[bodyEnd + i] !== TAIL_START[i]) return { ok: false, bad: 'torn' };
  }
  const crc = crc32c(bytes, start, bodyEnd);
  for (let i = 0; i < 8; i++) {
    const digit = HEX[(crc >>> (28 - 4 * i)) & 0xf];
    if (bytes[bodyEnd + TAIL_START.length + i] !== digit) return { ok: false, bad: 'altered' };
  }
  return { ok: true, text: `${decoder.decode(bytes.subarray(start, bodyEnd))}}` };
}
