import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32c } from '../../src/book/crc32c.ts';

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

test('the vectors of RFC 3720, appendix B.4', () => {
  expect(crc32c(text('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
  expect(crc32c(new Uint8Array(0))).toBe(0);
});

const bitwise = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
};
test('short pieces and long ones, eight bytes at a step, agree with the definition, bit by bit', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => crc32c(bytes) === bitwise(bytes)));
  const long = fc.uint8Array({ minLength: 1020, maxLength: 1100, size: 'max' });
  fc.assert(fc.property(long, (bytes) => crc32c(bytes) === bitwise(bytes)));
});

test('a part of a buffer counts as if it stood alone', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), fc.nat(60), (bytes, a, b) => {
      const [from, to] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
      return crc32c(bytes, from, to) === crc32c(bytes.slice(from, to));
    }),
  );
});
