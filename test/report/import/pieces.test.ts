import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32c } from '../../../src/book/crc32c.ts';
import { cellsOf } from '../../../src/report/import/delimited.ts';
import { keyOf, KeyTable } from '../../../src/report/import/key-table.ts';
import { linesOf } from '../../../src/report/import/lines.ts';
import { numberOf } from '../../../src/report/import/numbers.ts';
import { UnreadablePickle, unpickled } from '../../../src/report/import/impact-tracker/pickle.ts';
import { BrokenMessage, fieldsOf } from '../../../src/report/import/protobuf.ts';
import { eventsOf, maskedCrc } from '../../../src/report/import/tensorboard/event-file.ts';
import { timeOf } from '../../../src/report/import/times.ts';
import { crc32 } from '../../../src/report/import/wandb/crc32.ts';
import { BLOCK_BYTES, FILE_HEAD, recordsOf } from '../../../src/report/import/wandb/record-log.ts';

/** A log as W&B writes it: pieces that fill blocks, zeros where no head fits any more. */
function logOf(records: readonly Uint8Array[]): Uint8Array {
  const out: number[] = [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0];
  for (const record of records) {
    let at = 0;
    do {
      const left = BLOCK_BYTES - (out.length % BLOCK_BYTES);
      if (left < 7) {
        for (let i = 0; i < left; i++) out.push(0);
        continue;
      }
      const length = Math.min(left - 7, record.length - at);
      const [isFirst, isLast] = [at === 0, at + length === record.length];
      const kind = isFirst && isLast ? 1 : isFirst ? 2 : isLast ? 4 : 3;
      const body = Uint8Array.from([kind, ...record.subarray(at, at + length)]);
      const crc = crc32(body);
      out.push(
        crc & 255,
        (crc >>> 8) & 255,
        (crc >>> 16) & 255,
        crc >>> 24,
        length & 255,
        length >> 8,
        ...body,
      );
      at += length;
      if (isLast) break;
    } while (at <= record.length);
  }
  return Uint8Array.from(out);
}

function blocks(bytes: Uint8Array, size = BLOCK_BYTES): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

describe('the log of W&B', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 });

  test('gives back its records, however long they are', () => {
    fc.assert(
      fc.property(lengths, (sizes) => {
        const records = sizes.map((size, i) => new Uint8Array(size).fill(i + 1));
        const found = [...recordsOf(blocks(logOf(records)))];
        expect(found.map((entry) => (entry.kind === 'record' ? entry.bytes.length : entry.why))).toEqual(
          sizes,
        );
      }),
      { numRuns: 20 },
    );
  });

  test('cut anywhere gives the records before the cut, and says so', () => {
    const log = logOf([1, 2, 3].map((byte) => new Uint8Array(20_000).fill(byte)));
    fc.assert(
      fc.property(fc.integer({ min: FILE_HEAD + 1, max: log.length - 1 }), (end) => {
        const found = [...recordsOf(blocks(log.subarray(0, end)))];
        const whole = found.filter(({ kind }) => kind === 'record').length;
        expect(whole).toBeLessThanOrEqual(Math.floor(end / 20_000));
        expect(whole).toBeGreaterThanOrEqual(Math.floor(end / 20_060) - 1);
      }),
    );
  });
});

describe('an event file', () => {
  test('gives back its records in whatever pieces it comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 400 }),
        (records, size) => {
          const parts = records.flatMap((record) => {
            const head = new DataView(new ArrayBuffer(12));
            head.setBigUint64(0, BigInt(record.length), true);
            head.setUint32(8, maskedCrc(new Uint8Array(head.buffer, 0, 8)), true);
            const tail = new DataView(new ArrayBuffer(4));
            tail.setUint32(0, maskedCrc(record), true);
            return [new Uint8Array(head.buffer), record, new Uint8Array(tail.buffer)];
          });
          const file = Uint8Array.from(parts.flatMap((part) => [...part]));
          const found = [...eventsOf(blocks(file, size))].map((entry) =>
            entry.kind === 'record' ? [...entry.bytes] : entry.why,
          );
          expect(found).toEqual(records.map((record) => [...record]));
        },
      ),
    );
  });

  test('has the checksum of TensorFlow', () => {
    // crc32c.h: Mask(crc) = ((crc >> 15) | (crc << 17)) + 0xa282ead8.
    const bytes = new TextEncoder().encode('123456789');
    expect(crc32c(bytes)).toBe(0xe3069283);
    expect(maskedCrc(bytes)).toBe((((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0);
  });
});

test('CRC-32 of zip', () => {
  expect(crc32(new TextEncoder().encode('123456789')).toString(16)).toBe('cbf43926');
});

test('whatever bytes stand for a message or a pickle, reading ends with an answer or the one failure', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect([...fieldsOf(bytes)].length).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(BrokenMessage);
      }
      try {
        unpickled(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadablePickle);
      }
    }),
    { numRuns: 500 },
  );
});

test('a message of Protocol Buffers', () => {
  // protobuf.dev/programming-guides/encoding: field 1 = 150, field 2 = "testing".
  const bytes = Uint8Array.from([0x08, 0x96, 0x01, 0x12, 0x07, ...new TextEncoder().encode('testing')]);
  expect(
    [...fieldsOf(bytes)].map(({ number, value }) => [
      number,
      typeof value === 'bigint' ? value : value.length,
    ]),
  ).toEqual([
    [1, 150n],
    [2, 7],
  ]);
});

test('a table of keys is a map', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat()), { maxLength: 3000 }), (entries) => {
      const map = new Map<string, number>();
      const table = new KeyTable(4);
      for (const [key, value] of entries) {
        map.set(key, value);
        table.set(keyOf(key), value, 1);
      }
      expect(table.size).toBe(map.size);
      for (const [key, value] of map) expect(table.get(keyOf(key))).toEqual({ value, weight: 1 });
    }),
  );
});

test('lines are the same in whatever pieces the text comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-c,"\r]*$/)),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (lines, size, ended) => {
        const text = lines.join('\n') + (ended ? '\n' : '');
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        );
        expect([...linesOf(chunks)]).toEqual([...linesOf([text])]);
      },
    ),
  );
});

test('lines that end in a CR alone are lines, too; a CR inside a line of another kind of file is none', () => {
  const texts = (text: string) => [...linesOf([text])].map((line) => [line.text, line.ended]);
  expect(texts('a,b\r1,2\r3,4')).toEqual([
    ['a,b', true],
    ['1,2', true],
    ['3,4', false],
  ]);
  expect(texts('a,b\n1,\r2\n')).toEqual([
    ['a,b', true],
    ['1,\r2', true],
  ]);
  expect(texts('a,b\r\r\n1,2\r\r\n')).toHaveLength(2);
});

test.each([
  ['1.5', '.', 1.5],
  ['1e-5', '.', 1e-5],
  ['1,5', ',', 1.5],
  ['1.234,5', ',', 1234.5],
  ['1,5E-07', ',', 1.5e-7],
  ['0.123', ',', undefined],
  ['1,5', '.', undefined],
  ['nan', '.', undefined],
  ['', '.', undefined],
  ['0x10', '.', undefined],
] as const)('%j with decimal %j is %s', (text, mark, value) => expect(numberOf(text, mark)).toBe(value));

test.each([
  ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00.000Z'],
  ['2024-05-01 10:00:00.250+02:00', '2024-05-01T08:00:00.250Z'],
  ['31.12.2024 23:59', '2024-12-31T23:59:00.000Z'],
  ['2024-02-30T10:00:00', undefined],
  ['05/06/2024 10:00', undefined],
  ['0001-01-01T00:00:00', undefined],
  ['yesterday', undefined],
])('the time %j', (text, iso) => {
  const fixed = timeOf(text)?.fixedMs;
  expect(fixed === undefined ? undefined : new Date(fixed).toISOString()).toBe(iso);
});

test('cells may be quoted, and an open quote is told', () => {
  expect(cellsOf('a,"b,""c",', ',')).toEqual(['a', 'b,"c', '']);
  expect(cellsOf('a,"b', ',')).toBeUndefined();
  expect(cellsOf('5" disk,b', ',')).toEqual(['5" disk', 'b']);
});
