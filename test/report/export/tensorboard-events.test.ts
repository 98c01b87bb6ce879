import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../../src/report/export/run-scalars.ts';
import { eventFile } from '../../../src/report/export/tensorboard-events.ts';

/** CRC-32C bit by bit, as RFC 3720 defines it. */
function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0);
  }
  const whole = ~value >>> 0;
  return (((whole >>> 15) | (whole << 17)) + 0xa282ead8) >>> 0;
}

/** The records of a TFRecord file; throws where a checksum does not hold. */
function records(file: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(file.buffer);
  const found: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(crc(file.subarray(at, at + 8)));
    const data = file.slice(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(crc(data));
    found.push(data);
    at += length + 16;
  }
  return found;
}

/** Fields of a message of Protocol Buffers, by number. */
function fields(bytes: Uint8Array): Map<number, Uint8Array | bigint> {
  const found = new Map<number, Uint8Array | bigint>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const size = [undefined, 8, undefined, undefined, undefined, 4][key & 7];
    if ((key & 7) === 0) found.set(key >> 3, varint());
    else {
      const length = size ?? Number(varint());
      found.set(key >> 3, bytes.slice(at, at + length));
      at += length;
    }
  }
  return found;
}

function scalarOf(record: Uint8Array): Scalar {
  const event = fields(record);
  const summary = fields(event.get(5) as Uint8Array);
  const value = fields(summary.get(1) as Uint8Array);
  const double = new DataView((event.get(1) as Uint8Array).buffer).getFloat64(0, true);
  return {
    name: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value.get(1) as Uint8Array),
    value: new DataView((value.get(2) as Uint8Array).buffer).getFloat32(0, true),
    step: Number(BigInt.asIntN(64, event.get(2) as bigint)),
    atMs: double * 1000,
  };
}

describe('an event file', () => {
  it('begins with its version', () => {
    const [first, ...rest] = records(eventFile([], 1000));
    expect(new TextDecoder().decode(fields(first as Uint8Array).get(3) as Uint8Array)).toBe('brain.Event:2');
    expect(rest).toEqual([]);
  });

  it('gives every scalar back, as a 32-bit float', () => {
    const scalar = fc.record({
      name: fc.string({ unit: 'grapheme' }),
      value: fc.double({ noNaN: true }),
      step: fc.maxSafeInteger(),
      atMs: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(scalar, { maxLength: 5 }), (scalars) => {
        const read = records(eventFile(scalars, 0)).slice(1).map(scalarOf);
        expect(read).toEqual(
          scalars.map((each) => ({
            ...each,
            value: Math.fround(each.value),
            atMs: expect.closeTo(each.atMs, 6) as number,
          })),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('holds more than its buffer did at first', () => {
    const many = Array.from({ length: 3000 }, (_, step) => ({
      name: 'n'.repeat(step % 300),
      value: step,
      step,
      atMs: 0,
    }));
    const read = records(eventFile(many, 0)).slice(1).map(scalarOf);
    expect(read).toEqual(many);
  });
});
