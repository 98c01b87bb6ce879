import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { postOrder } from '../../../src/pipeline/graph/post-order.ts';

interface Golden {
  readonly nodes: number;
  readonly edges: readonly (readonly [number, number])[];
  readonly order: readonly number[];
}

const goldens = JSON.parse(
  readFileSync(new URL('../../fixtures/pipelines/networkx-postorder.json', import.meta.url), 'utf8'),
) as readonly Golden[];

it('is the order of networkx', () => {
  for (const { nodes, edges, order } of goldens) {
    const next = (a: number): number[] => edges.filter(([from]) => from === a).map(([, to]) => to);
    expect(postOrder(Array(nodes).keys(), next)).toEqual(order);
  }
});

it('puts each node once, after all that it leads to', () => {
  const graph = fc.array(fc.array(fc.nat(30)), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(graph, (lists) => {
      const next = (node: number): number[] => (lists[node] ?? []).filter((to) => to < node);
      const order = postOrder(lists.keys(), next);
      expect([...order].sort((a, b) => a - b)).toEqual([...lists.keys()]);
      for (const [place, node] of order.entries())
        for (const to of next(node)) expect(order.indexOf(to)).toBeLessThan(place);
    }),
  );
});
