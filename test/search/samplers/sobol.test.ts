import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sobolSampler } from '../../../src/search/samplers/sobol-sampler.ts';
import { SOBOL_DIMENSIONS, scrambled, sobolWord } from '../../../src/search/samplers/sobol-sequence.ts';
import { NUMBERS } from './spaces.ts';
import { WatchedStudy } from './watched-study.ts';

const goldens = JSON.parse(readFileSync(new URL('../goldens/sobol.json', import.meta.url), 'utf8')) as {
  readonly rows: readonly number[];
  readonly points: readonly (readonly number[])[];
};

describe('Sobol points', () => {
  it('are those of SciPy, unscrambled, in all dimensions of the table', () => {
    for (const [index, row] of goldens.rows.entries()) {
      const expected = goldens.points[index] ?? [];
      expect(expected.length).toBe(SOBOL_DIMENSIONS);
      // SciPy's 30 bits are the upper ones of our 32.
      expect(expected.map((_, dimension) => sobolWord(dimension, row) / 4)).toEqual(expected);
    }
  });

  it('stay as even when scrambled: of 2^k points one lies in each stretch of 2^-k', () => {
    for (const dimension of [0, 1, 7, 40, 159]) {
      for (const count of [2, 16, 256]) {
        const cells = Array.from({ length: count }, (_, point) =>
          Math.floor((scrambled(sobolWord(dimension, point), 3, dimension) / 2 ** 32) * count),
        );
        expect(new Set(cells).size).toBe(count);
      }
    }
  });

  it('lie one in each rectangle of two dimensions, too', () => {
    for (const wide of [1, 2, 4, 8, 16]) {
      const cells = Array.from({ length: 16 }, (_, point) => {
        const [x, y] = [0, 1].map(
          (dimension) => scrambled(sobolWord(dimension, point), 9, dimension) / 2 ** 32,
        );
        return `${Math.floor((x as number) * wide)} ${Math.floor(((y as number) * 16) / wide)}`;
      });
      expect(new Set(cells).size).toBe(16);
    }
  });

  it('go to trials by their number, whoever asks first', () => {
    const watched = new WatchedStudy(NUMBERS, sobolSampler());
    const other = new WatchedStudy(NUMBERS, sobolSampler());
    const inOrder = Array.from({ length: 8 }, () => watched.ask()?.configuration);
    // The first trials are enqueued there: the others keep their points.
    for (let k = 0; k < 3; k += 1) other.start({ x: 0, y: 0, z: 0.5 }, 'enqueued');
    expect(Array.from({ length: 5 }, () => other.ask()?.configuration)).toEqual(inOrder.slice(3));
  });
});
