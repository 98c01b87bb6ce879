import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf, relativePath } from '../../../src/pipeline/graph/address.ts';
import { PathTree } from '../../../src/pipeline/graph/path-tree.ts';
import { data, stage } from './made-up-nodes.ts';

it('finds what lies above and below, as comparing all paths does', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'ab'), { maxLength: 4 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.uniqueArray(path), path, (paths, asked) => {
      const tree = new PathTree<string>();
      for (const one of paths) tree.set(one, one);
      const isIn = (inner: string, outer: string): boolean =>
        outer === '' ? inner !== '' : inner.startsWith(`${outer}/`);
      expect(tree.get(asked)).toBe(paths.find((one) => one === asked));
      const above = paths.filter((one) => one === asked || isIn(asked, one));
      expect(tree.holding(asked)).toEqual(above.sort((a, b) => a.length - b.length));
      expect(tree.inside(asked).sort()).toEqual(paths.filter((one) => isIn(one, asked)).sort());
    }),
  );
});

it('addresses a node from where the user stands', () => {
  const train = stage('train@us', [], [], { file: 'sub/dvc.yaml' });
  expect(addressOf(train, '')).toBe('sub/dvc.yaml:train@us');
  expect(addressOf(train, 'sub')).toBe('train@us');
  expect(addressOf(train, 'other/deep')).toBe('../../sub/dvc.yaml:train@us');
  expect(addressOf(data('d/raw.csv'), 'd')).toBe('raw.csv.dvc');
  expect(relativePath('a/b', 'a/b')).toBe('.');
  expect(relativePath('a', '/mnt/x')).toBe('/mnt/x');
});
