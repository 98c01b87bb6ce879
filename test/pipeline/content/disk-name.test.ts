import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diskBytes, nameOf, onDisk, textOfBytes } from '../../../src/pipeline/content/disk-name.io.ts';

it('the bytes of any name can be had back from its text, and text that is UTF-8 is left as it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
      const name = textOfBytes(Buffer.from(bytes));
      expect([...diskBytes(name)]).toEqual([...bytes]);
      expect(nameOf(Buffer.from(bytes).toString('latin1'))).toBe(name);
      expect(Buffer.from(onDisk(name))).toEqual(Buffer.from(bytes));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(textOfBytes(Buffer.from(text))).toBe(text);
      expect(onDisk(text)).toBe(text);
    }),
  );
});

it('a byte that is no UTF-8 is what Python makes of it', () => {
  expect(textOfBytes(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xc3, 0xa9]))).toBe('a\udcff\udcc3(é');
  expect(textOfBytes(Buffer.from([0xed, 0xa0, 0x80]))).toBe('\udced\udca0\udc80'); // a surrogate in UTF-8
  expect(textOfBytes(Buffer.from('\ufffd\uff01'))).toBe('\ufffd\uff01');
});
