import { describe, expect, test } from 'vitest';
import { decimalPads } from '../../../web/parts/decimal-pad.ts';

const room = (texts: readonly string[]) => decimalPads(texts).map((style) => style?.paddingRight);

describe('the room behind numbers of a column', () => {
  test('makes up for the decimals that a number does not have', () => {
    expect(room(['0.9234', '0.895', '+0.15', '▲ 0.5'])).toEqual([
      undefined,
      'calc(0.6rem + 1ch)',
      'calc(0.6rem + 2ch)',
      'calc(0.6rem + 3ch)',
    ]);
  });

  test('counts the point where a number has none', () => {
    expect(room(['64', '0.5'])).toEqual(['calc(0.6rem + 1.5ch)', undefined]);
    expect(room(['64', '128'])).toEqual([undefined, undefined]);
  });

  test('is not made for what is no plain number, nor by a number of very many decimals', () => {
    expect(room(['2.1e−5', '—', '', '0.12'])).toEqual([undefined, undefined, undefined, undefined]);
    expect(room(['0.00000012', '0.5', '0.25'])).toEqual([undefined, 'calc(0.6rem + 1ch)', undefined]);
    expect(room([])).toEqual([]);
  });
});
