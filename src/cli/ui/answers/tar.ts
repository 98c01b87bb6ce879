const BLOCK = 512;
/** Larger sizes are written in base 256 (GNU tar; POSIX 1003.1 has no other way in the header). */
const MOST_OCTAL = 8 ** 11 - 1;

/** The header of a file in a tar archive (ustar). */
export function tarHeader(name: string, size: number, mtimeS: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const write = (text: string, at: number): void => {
    block.set(new TextEncoder().encode(text), at);
  };
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  write(name, 0);
  write('0000644\0', 100);
  write('0000000\0', 108);
  write('0000000\0', 116);
  if (size <= MOST_OCTAL) write(`${octal(size, 11)}\0`, 124);
  else {
    new DataView(block.buffer).setBigUint64(128, BigInt(size));
    block[124] = 0x80;
  }
  write(`${octal(Math.floor(mtimeS), 11)}\0`, 136);
  write('        ', 148); // the checksum counts its own place as blanks
  write('0', 156);
  write('ustar\0', 257);
  write('00', 263);
  write(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  return block;
}

/** What fills the last block of a file of that size. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What ends an archive. */
export const TAR_END = new Uint8Array(2 * BLOCK);
