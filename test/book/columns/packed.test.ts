import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packedNames, packedShort, unpackedNames, unpackedShort } from '../../../src/book/columns/names.ts';
import { type Packed, packed, packedTimes, unpacked } from '../../../src/book/columns/packed.ts';
import { readableName, runId } from '../../../src/book/run-id.ts';

/** As it arrives. */
const sent = (column: Packed): Packed => JSON.parse(JSON.stringify(column)) as Packed;

describe('a packed column', () => {
  test('holds what was put in, in every form', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Object.is(x, -0) ? 0 : x)),
      fc.string(),
      fc.boolean(),
      fc.array(fc.string(), { maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        expect(unpacked(sent(packed(values)))).toEqual(values);
      }),
    );
  });

  test('is a dictionary where few values are many, and sparse where most are missing', () => {
    expect(packed(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 'ok' : 'failed'))).as).toBe(
      'dictionary',
    );
    expect(packed(Array.from({ length: 40 }, (_, n) => n)).as).toBe('list');
    expect(packed(Array.from({ length: 40 }, (_, n) => (n === 7 ? 1 : null))).as).toBe('sparse');
  });

  test('of times keeps the whole minutes, in any order, before 1970 and after 2038', () => {
    const times = [Date.parse('2038-01-20T03:14:09Z'), null, Date.parse('1969-12-31T23:58:30Z'), 61_000];
    const back = unpacked(sent(packedTimes(times, 60_000)));
    expect(back).toEqual([Date.parse('2038-01-20T03:14:00Z'), null, -120_000, 60_000]);
  });

  test('of names gives back every name, whatever it is', () => {
    const named = fc
      .tuple(fc.integer({ min: 0, max: 2e12 }), fc.integer(), fc.oneof(fc.string(), fc.constant(undefined)))
      .map(([ms, seed, own]) => {
        let state = seed;
        const id = runId(
          ms,
          () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0), state / 2 ** 32),
        );
        return { id, name: own ?? readableName(id) };
      });
    fc.assert(
      fc.property(fc.uniqueArray(named, { maxLength: 20, selector: ({ id }) => id }), (runs) => {
        const short = unpackedShort(sent(packedShort(runs)));
        expect(new Set(short).size).toBe(runs.length);
        for (const [row, { id }] of runs.entries())
          expect(id.toLowerCase().endsWith(short[row] ?? '?')).toBe(true);
        expect(unpackedNames(sent(packedNames(runs)), short)).toEqual(runs.map(({ name }) => name));
      }),
    );
  });
});
