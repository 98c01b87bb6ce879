import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareText, wholePercent } from '../../src/units/format-share.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.each([
  [0, '0 %', '0%'],
  [0.00001, '< 0.1 %', '<1%'],
  [0.0432, '4.3 %', '4%'],
  [0.06, '6 %', '6%'],
  [0.0996, '10 %', '10%'],
  [1, '100 %', '100%'],
  [1.504, '150 %', '150%'],
])('%d is %s, in a column %s', (share, wide, tight) => {
  expect([shareText(share), wholePercent(share)]).toEqual([wide, tight]);
});

test('what is not nothing is never printed as nothing', () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true }), (share) => {
      expect(shareText(share)).not.toBe('0 %');
      expect(wholePercent(share)).not.toBe('0%');
    }),
  );
  expect([wholePercent(0), wholePercent(0.004), wholePercent(0.77)]).toEqual(['0%', '<1%', '77%']);
});

/** Where texts for readers are made; the card, columns of the terminal, CSS and drawings are elsewhere. */
const TEXTS = [
  'web/pages',
  'web/parts',
  'web/shell',
  'src/report/versus',
  'src/report/waste',
  'src/report/why',
];

test.each([...TEXTS, 'src/cli/views'])(
  'no text in %s is without the space before its per cent sign',
  (folder) => {
    const found = filesIn(folder).flatMap((path) =>
      readFileSync(join(ROOT, path), 'utf8')
        .split('\n')
        .filter((line) => /[}\d]%/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  },
);

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.tsx?$/.test(path));
}
