import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expressionsIn, isWellFormed, namesOf, unescaped } from '../../../src/pipeline/resolve/expression.ts';

test('expressions are found where a plain reading of their definition finds them', () => {
  const piece = fc.constantFrom('$', '{', '}', '\\', '\n', 'a', '.', '${', '${a}', '\\${', '😀');
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (all) => {
      const plain = Array.from(all.matchAll(/(?<!\\)\$\{([^\n]*?)\}/gu), ({ 0: whole, 1: inner, index }) => ({
        inner,
        start: index,
        end: index + whole.length,
      }));
      expect(expressionsIn(all)).toEqual(plain);
    }),
    { numRuns: 2000 },
  );
});

test.each(['a', 'a.b', 'a[0]', 'a[0].b', 'a[b][c]', ' a ', 'a b.c', 'a[ 0 ] .b', 'a-1', 'a[0] '])(
  '${%s} has the form of a name',
  (inner) => {
    expect(isWellFormed(inner)).toBe(true);
  },
);

test.each(['', '.a', 'a.', 'a..b', 'a[', 'a]', 'a[]', 'a[0', 'a[0]b', '[0]', 'a.[0]'])(
  '${%s} has not',
  (inner) => {
    expect(isWellFormed(inner)).toBe(false);
  },
);

test('names are parted by dots and brackets, without the spaces around them', () => {
  expect(namesOf('a[ 0 ].b c .-1')).toEqual(['a', '0', 'b c', '-1']);
});

test('a backslash is taken away only before ${', () => {
  expect(unescaped('\\${a} \\$a \\n \\\\${b}')).toBe('${a} \\$a \\n \\${b}');
});

test('texts made to be slow are not', () => {
  const begun = performance.now();
  expect(expressionsIn('${'.repeat(200_000))).toEqual([]);
  expect(expressionsIn(`${'${'.repeat(200_000)}\n}`)).toEqual([]);
  expect(isWellFormed(`a${' '.repeat(200_000)}[`)).toBe(false);
  expect(isWellFormed(`a[b]${' '.repeat(200_000)}x`)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(15_000);
});
