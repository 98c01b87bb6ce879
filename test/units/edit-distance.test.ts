import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../src/units/edit-distance.ts';

describe('edit distance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['a100', '1a00', 1],
    ['', 'abc', 3],
    ['h100', 'h100', 0],
  ])('%s to %s takes %i', (a, b, edits) => expect(editDistance(a, b)).toBe(edits));

  it('is symmetric, zero only for equal texts, and at most the longer length', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const edits = editDistance(a, b);
        expect(edits).toBe(editDistance(b, a));
        expect(edits === 0).toBe(a === b);
        expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
