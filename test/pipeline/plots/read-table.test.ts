import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTable } from '../../../src/pipeline/plots/read-table.ts';

const rows = (text: string, header = true): unknown =>
  readTable(text, ',', header).map((row) => Object.fromEntries(row));

test('cells in quotes hold commas, quotes and line breaks', () => {
  expect(rows('a,b\r\n"1,""x""","l1\nl2"\r\n\r\n3\n')).toEqual([
    { a: '1,"x"', b: 'l1\nl2' },
    { a: '3', b: null },
  ]);
});

test('without a header columns are numbered', () => {
  expect(rows('5,6\n7,8', false)).toEqual([
    { 0: '5', 1: '6' },
    { 0: '7', 1: '8' },
  ]);
  expect(rows('')).toEqual([]);
});

test('what was written is read', () => {
  const cell = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (cells) => {
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const text = ['a,b', ...cells.map((row) => row.map(quoted).join(','))].join('\n');
      expect(readTable(text, ',', true).map((row) => [...row.values()])).toEqual(cells);
    }),
  );
});
