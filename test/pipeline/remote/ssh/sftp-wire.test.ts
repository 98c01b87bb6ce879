import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SftpFrames, SftpReader, SftpWriter } from '../../../../src/pipeline/remote/ssh/sftp-wire.ts';

describe('messages of file transfer', () => {
  it('hold what was put into them', () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(0xffffffff),
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array(),
        (small, middle, large, text, bytes) => {
          const message = new SftpWriter()
            .u8(small)
            .u32(middle)
            .u64(large)
            .text(text)
            .bytes(bytes)
            .mode(0o444)
            .framed();
          const [inner = new Uint8Array()] = new SftpFrames().push(message);
          const reader = new SftpReader(inner);
          expect([reader.u8(), reader.u32(), reader.u64(), reader.text()]).toEqual([
            small,
            middle,
            large,
            text,
          ]);
          expect([...reader.bytes()]).toEqual([...bytes]);
          expect(reader.attributes()).toEqual({ mode: 0o444 });
          expect(reader.isAtEnd).toBe(true);
        },
      ),
    );
  });

  it('come out whole however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        (messages, cuts) => {
          const stream = messages.flatMap((bytes) => [...new SftpWriter().bytes(bytes).framed()]);
          const frames = new SftpFrames();
          const found: number[][] = [];
          for (let at = 0, i = 0; at < stream.length; i += 1) {
            const length = cuts[i % cuts.length] ?? 1;
            for (const message of frames.push(Uint8Array.from(stream.slice(at, at + length))))
              found.push([...new SftpReader(message).bytes()]);
            at += length;
          }
          expect(found).toEqual(messages.map((bytes) => [...bytes]));
        },
      ),
    );
  });

  it('with all that a server may say of a file are read to their end', () => {
    const writer = new SftpWriter().u32(0x8000000f).u64(5).u32(1).u32(2).u32(0o100644).u32(3).u32(4);
    const message = writer.u32(1).text('name').text('value').u8(9).framed();
    const reader = new SftpReader(message.subarray(4));
    expect(reader.attributes()).toEqual({ size: 5, mode: 0o100644 });
    expect(reader.u8()).toBe(9);
  });

  it('that break off are refused', () => {
    const message = new SftpWriter().text('a long text').framed().subarray(4, 10);
    expect(() => new SftpReader(message).text()).toThrow(RangeError);
  });
});
