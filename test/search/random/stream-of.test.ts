import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox4x32, type Words } from '../../../src/search/random/philox.ts';
import { streamOf } from '../../../src/search/random/stream-of.ts';

describe('Philox4x32-10', () => {
  // The known answers that its authors publish with Random123 (kat_vectors).
  const full = 0xffffffff;
  const known: readonly [Words, number, number, Words][] = [
    [[0, 0, 0, 0], 0, 0, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    [[full, full, full, full], full, full, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      0xa4093822,
      0x299f31d0,
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ];
  it('gives the published answers', () => {
    for (const [counter, key0, key1, answer] of known)
      expect(philox4x32(counter, key0, key1)).toEqual(answer);
  });
});

describe('streamOf', () => {
  const first = (...keys: [number, ...(number | string)[]]): number => streamOf(...keys).uniform();

  it('gives the same numbers whatever was drawn elsewhere', () => {
    const one = streamOf(7, 3, 'proposal');
    const alone = Array.from({ length: 9 }, () => one.uniform());
    const beside = streamOf(7, 3, 'proposal');
    const other = streamOf(7, 4, 'proposal');
    expect(alone).toEqual(alone.map(() => (other.uniform(), beside.uniform())));
  });
  it('gives other numbers for any other seed, key, order or kind of keys', () => {
    const seen = [
      first(1),
      first(2),
      first(1, 0),
      first(1, 1),
      first(1, '1'),
      first(1, 2, 3),
      first(1, 3, 2),
      first(1, 'a', 'b'),
      first(1, 'ab'),
      first(1, 'ab', ''),
      first(1, 'ba'),
      first(0.5),
      first(-1),
      first(2 ** 40),
      first(2 ** 40 + 1),
    ];
    expect(new Set(seen).size).toBe(seen.length);
    expect(first(-0)).toBe(first(0));
  });
  it('is uniform in [0, 1), fair in integers, and normal', () => {
    const stream = streamOf(11, 'test');
    const count = 40_000;
    const draws = Array.from({ length: count }, () => stream.uniform());
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(draws.reduce((sum, u) => sum + u, 0) / count).toBeCloseTo(0.5, 2);
    const faces = [0, 0, 0, 0, 0, 0];
    for (let k = 0; k < count; k += 1) {
      const face = stream.integer(6);
      faces[face] = (faces[face] ?? 0) + 1;
    }
    const expected = count / 6;
    // Chi-square with 5 degrees of freedom; 25.7 is its quantile 0.9999.
    expect(faces.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)).toBeLessThan(25.7);
    const normals = Array.from({ length: count }, () => stream.normal());
    expect(normals.reduce((sum, z) => sum + z, 0) / count).toBeCloseTo(0, 1);
    expect(normals.reduce((sum, z) => sum + z * z, 0) / count).toBeCloseTo(1, 1);
    expect(normals.every(Number.isFinite)).toBe(true);
  });
  it('draws integers inside their range', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1e9 }), (seed, n) => {
        const drawn = streamOf(seed).integer(n);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < n).toBe(true);
      }),
    );
  });
});
