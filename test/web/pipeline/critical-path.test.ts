import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalPath } from '../../../web/pages/pipeline/critical-path.ts';

const DAG = new Map([
  ['prepare', []],
  ['features', ['prepare']],
  ['train', ['prepare']],
  ['evaluate', ['train', 'features']],
  ['data.dvc', []],
]);

test('the critical path is the heaviest chain', () => {
  const weights = new Map([
    ['prepare', 1],
    ['features', 2],
    ['train', 30],
    ['evaluate', 1],
    ['data.dvc', 20],
  ]);
  expect(criticalPath(DAG, (name) => weights.get(name))).toEqual(['prepare', 'train', 'evaluate']);
});

test('a stage that nobody timed counts nothing', () => {
  expect(criticalPath(DAG, (name) => (name === 'features' ? 5 : undefined))).toEqual(['prepare', 'features']);
});

test('no chain is heavier than the critical path', () => {
  const graphs = fc.array(fc.record({ needs: fc.array(fc.nat(), { maxLength: 3 }), weight: fc.nat(100) }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(graphs, (all) => {
      const dag = new Map(all.map(({ needs }, i) => [`${i}`, i === 0 ? [] : needs.map((n) => `${n % i}`)]));
      const weight = (name: string): number => all[Number(name)]?.weight ?? 0;
      const heaviest = (name: string): number =>
        weight(name) + Math.max(0, ...(dag.get(name) ?? []).map(heaviest));
      const path = criticalPath(dag, weight);
      for (const [i, name] of path.entries()) if (i > 0) expect(dag.get(name)).toContain(path[i - 1]);
      expect(path.reduce((sum, name) => sum + weight(name), 0)).toBe(
        Math.max(...[...dag.keys()].map(heaviest)),
      );
    }),
  );
});
