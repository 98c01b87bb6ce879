/** Where a byte of a name that is no UTF-8 is kept, as Python keeps it: a surrogate that stands alone. */
const ESCAPED = 0xdc00;

const HAS_ESCAPED = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
const BEYOND_ASCII = /[\u0080-\u00ff]/;

/** A name or path as Node's functions take it. One that is no UTF-8 holds its bytes as lone surrogates and becomes those bytes. */
export function onDisk(path: string): string | Buffer {
  return HAS_ESCAPED.test(path) ? diskBytes(path) : path;
}

/** The bytes of a name or path. */
export function diskBytes(path: string): Buffer {
  if (!HAS_ESCAPED.test(path)) return Buffer.from(path);
  const parts = Array.from(path, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code >= ESCAPED + 0x80 && code <= ESCAPED + 0xff ? Buffer.of(code - ESCAPED) : Buffer.from(char);
  });
  return Buffer.concat(parts);
}

/** The name that a folder gives, read as latin1: one character for each byte. */
export function nameOf(latin1: string): string {
  return BEYOND_ASCII.test(latin1) ? textOfBytes(Buffer.from(latin1, 'latin1')) : latin1;
}

/** The text of a name's bytes; those that are no UTF-8 become lone surrogates. */
export function textOfBytes(bytes: Buffer): string {
  const text = bytes.toString();
  if (!text.includes('\ufffd') || Buffer.from(text).equals(bytes)) return text;
  let name = '';
  for (let i = 0; i < bytes.length; ) {
    const length = [1, 2, 3, 4].find((n) => isOneCharacter(bytes.subarray(i, i + n)));
    name +=
      length === undefined
        ? String.fromCharCode(ESCAPED + (bytes[i] ?? 0))
        : bytes.toString('utf8', i, i + length);
    i += length ?? 1;
  }
  return name;
}

function isOneCharacter(bytes: Buffer): boolean {
  const text = bytes.toString();
  return Array.from(text).length === 1 && Buffer.from(text).equals(bytes);
}
