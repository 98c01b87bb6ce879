import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawBoxes } from '../../../src/pipeline/draw/draw-boxes.ts';

const named = (names: readonly string[], lines: readonly (readonly [number, number])[]): string =>
  drawBoxes({ texts: names.map((name) => [name]), lines })
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n');

test('two that need the same stand side by side below it', () => {
  expect(
    named(
      ['prepare', 'train', 'report'],
      [
        [0, 1],
        [0, 2],
      ],
    ),
  ).toBe(`        +---------+
        | prepare |
        +---------+
         *        *
       **          **
      *              *
+-------+         +--------+
| train |         | report |
+-------+         +--------+`);
});

test('a line over a layer goes round what stands in it', () => {
  expect(
    named(
      ['a', 'b', 'c'],
      [
        [0, 1],
        [1, 2],
        [0, 2],
      ],
    ),
  ).toBe(`     +---+
     | a |
     +---+
     *    *
    *     *
   *       *
+---+       *
| b |      *
+---+     *
     *    *
      *  *
       **
     +---+
     | c |
     +---+`);
});

test('a second line of text makes all boxes higher', () => {
  const drawn = drawBoxes({
    texts: [
      ['a', '1 Wh'],
      ['b', ''],
    ],
    lines: [[0, 1]],
  });
  expect(drawn.split('\n').map((row) => row.trim())).toEqual([
    '+------+',
    '| a    |',
    '| 1 Wh |',
    '+------+',
    '*',
    '*',
    '*',
    '+---+',
    '| b |',
    '|   |',
    '+---+',
  ]);
});

const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    lines: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 20 }),
  }),
);

test('every graph, cycles too, is drawn with each box whole and each line going from box to box', () => {
  fc.assert(
    fc.property(graphs, ({ count, lines }) => {
      const names = Array.from({ length: count }, (_, i) => `n${i}${'x'.repeat(i % 4)}`);
      const drawn = drawBoxes({ texts: names.map((name) => [name]), lines });
      for (const name of names) expect(drawn).toContain(`| ${name} |`);
      const isAlone = lines.every(([from, to]) => from === to);
      expect(drawn.includes('*')).toBe(!isAlone);
      expect(new Set(drawn.split('\n').map((row) => row.length)).size).toBe(1);
    }),
  );
});
