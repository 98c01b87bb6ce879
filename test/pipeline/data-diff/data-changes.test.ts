import { expect, test } from 'vitest';
import { dataChanges } from '../../../src/pipeline/data-diff/data-changes.ts';
import { type DataEntry, type DataState, dataPath } from '../../../src/pipeline/data-diff/data-entry.ts';

/** `path` or `path/` (a folder) with what it holds; nothing: not recorded. */
function state(contents: Readonly<Record<string, string>>, unknown: readonly string[] = []): DataState {
  const entries = Object.entries(contents).map(([path, md5]): [string, DataEntry] => {
    const isFolder = path.endsWith('/');
    const at = path.replace(/\/$/, '');
    return [at, { at, isFolder, ...(md5 === '' ? {} : { known: { md5, hash: 'md5' } }) }];
  });
  return { entries: new Map(entries), unknown: new Set(unknown) };
}

const told = (old: DataState, now: DataState, isByHash = false): readonly string[] =>
  dataChanges(old, now, isByHash).map(({ how, old: before, now: after }) =>
    [how, ...[before, after].map((entry) => (entry === undefined ? '-' : dataPath(entry)))].join(' '),
  );

test('what came, went and changed is told path by path, folders before what they hold', () => {
  expect(
    told(
      state({ 'd/': '1.dir', 'd/a': 'a', 'd/b': 'b', 'd.x': 'x', same: 's' }),
      state({ 'd/': '2.dir', 'd/a': 'A', 'd/c': 'c', 'd.x': 'x', same: 's' }),
    ),
  ).toEqual([
    'modified d/ d/',
    'modified d/a d/a',
    'deleted d/b -',
    'added - d/c',
    'unchanged d.x d.x',
    'unchanged same same',
  ]);
});

test('what went in one place and came in another with the same content was renamed, each once', () => {
  expect(told(state({ a: 'x', b: 'x' }), state({ c: 'x', d: 'x', e: 'x' }))).toEqual([
    'renamed a c',
    'renamed b d',
    'added - e',
  ]);
});

test('of a folder whose list is lost nobody knows how its files differ', () => {
  expect(told(state({ 'd/': '1.dir' }, ['d']), state({ 'd/': '1.dir', 'd/a': 'a', 'd/s/b': 'b' }))).toEqual([
    'unchanged d/ d/',
    'unknown - d/a',
    'unknown - d/s/b',
  ]);
});

test('by content alone, an output that was never made differs only once it is there', () => {
  expect(told(state({ a: '' }), state({}), true)).toEqual(['unchanged a -']);
  expect(told(state({ a: '' }), state({ a: 'x' }), true)).toEqual(['added a a']);
  expect(told(state({ a: '' }), state({}))).toEqual(['deleted a -']);
  expect(told(state({ a: '' }), state({ a: 'x' }))).toEqual(['modified a a']);
});

test('a file that became a folder is modified', () => {
  expect(told(state({ a: 'x' }), state({ 'a/': 'y.dir', 'a/b': 'b' }))).toEqual([
    'modified a a/',
    'added - a/b',
  ]);
});
