import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unbroken } from '../../../web/parts/unbroken.ts';

test('a number keeps its unit on its line; words are parted as they were', () => {
  expect(unbroken('18 % of 68 kWh in 9 runs, 3.4 ± 0.2 kWh at 1.4 s.')).toBe(
    '18\u{A0}% of 68\u{A0}kWh in 9 runs, 3.4 ± 0.2\u{A0}kWh at 1.4\u{A0}s.',
  );
  expect(unbroken('2 grids, 1 seed, 5 houses, 7 gpu')).toBe('2 grids, 1 seed, 5 houses, 7 gpu');
});

test('only spaces change', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(unbroken(text).replaceAll('\u{A0}', ' ')).toBe(text.replaceAll('\u{A0}', ' '));
    }),
  );
});
