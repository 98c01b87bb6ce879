import { expect, test } from 'vitest';
import { parseFilter } from '../../src/book/filter-parse.ts';
import { choosesByName, countedBesideSample } from '../../src/book/sample-runs.ts';

const real = { project: 'bert', tags: [] };
const made = { project: 'sample', tags: ['sample'] };

test('made-up runs count only where there are no others; a project of that name is none', () => {
  expect(countedBesideSample([made, made])).toEqual([made, made]);
  expect(countedBesideSample([made, real])).toEqual([real]);
  const own = { project: 'sample', tags: ['baseline'] };
  expect(countedBesideSample([own, made, real])).toEqual([own, real]);
  const none = [real];
  expect(countedBesideSample(none)).toBe(none);
});

test.each([
  ['project:sample', true],
  ['tag:sample state:ok', true],
  ['project:bert,sample', true],
  ['id:01J', true],
  ['root:01J', true],
  ['name:sample-0*', true],
  ['', false],
  ['state:failed', false],
  ['-project:bert', false],
  ['tag!=old', false],
  ['start>-7d energy>1Wh', false],
])('“%s” chooses by name: %j', (text, isNamed) => {
  const filter = parseFilter(text, { nowMs: 0 });
  if (!filter.ok) throw new Error(filter.error.what);
  expect(choosesByName(filter.value.where)).toBe(isNamed);
});
