import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, layersOf } from '../../../src/pipeline/draw/layers.ts';
import { crossings } from '../../../web/pages/pipeline/crossings.ts';
import { layOut, NODE } from '../../../web/pages/pipeline/lay-out.ts';
import { sortLayers } from '../../../web/pages/pipeline/sort-layers.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

/** Graphs without cycles: a node needs only those before it. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 40 })
  .map(
    (all): Graph =>
      new Map(all.map((needs, i) => [`s${i}`, i === 0 ? [] : needs.map((need) => `s${need % i}`)])),
  );

function pipelineOf(stages: number): Graph {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  return new Map(
    Array.from({ length: stages }, (_, i) => [
      `s${i}`,
      Array.from({ length: Math.min(i, 1 + random(3)) }, () => `s${Math.max(0, i - 1 - random(30))}`),
    ]),
  );
}

describe('a pipeline laid out', () => {
  test('has every node once and no two on top of each other', () => {
    fc.assert(
      fc.property(graphs, (dag) => {
        const { nodes } = layOut(dag);
        expect(nodes.map(({ name }) => name).sort()).toEqual([...dag.keys()].sort());
        for (const [i, a] of nodes.entries())
          for (const b of nodes.slice(0, i)) {
            const isApart = Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height;
            expect(isApart, `${a.name} and ${b.name}`).toBe(true);
          }
      }),
    );
  });

  test('goes from left to right, and no line passes through a node', () => {
    fc.assert(
      fc.property(graphs, (dag) => {
        const { nodes, lines, width, height } = layOut(dag);
        const at = new Map(nodes.map((node) => [node.name, node]));
        const wanted = new Set([...dag].flatMap(([to, needs]) => needs.map((from) => `${from} ${to}`)));
        expect(new Set(lines.map(({ from, to }) => `${from} ${to}`))).toEqual(wanted);
        for (const { from, to, points } of lines) {
          const [start, end] = [at.get(from), at.get(to)];
          expect(points[0]?.[0]).toBe((start?.x ?? 0) + NODE.width);
          expect(points.at(-1)?.[0]).toBe(end?.x);
          for (const [i, [x, y]] of points.entries()) {
            expect(x).toBeGreaterThanOrEqual(points[i - 1]?.[0] ?? 0);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(width);
            expect(y).toBeLessThanOrEqual(height);
            for (const node of nodes)
              if (node.name !== from && node.name !== to && x > node.x && x < node.x + NODE.width)
                expect(y <= node.y || y >= node.y + NODE.height).toBe(true);
          }
        }
      }),
    );
  });

  test('does not cross what need not cross', () => {
    const ladder = new Map([
      ['a', []],
      ['b', []],
      ['c', []],
      ['c2', ['a']],
      ['b2', ['b']],
      ['a2', ['c']],
      ['end', ['a2', 'b2', 'c2']],
    ]);
    const { nodes } = layOut(ladder);
    const y = (name: string): number => nodes.find((node) => node.name === name)?.y ?? Number.NaN;
    for (const [from, to] of [
      ['a', 'c2'],
      ['b', 'b2'],
      ['c', 'a2'],
    ] as const)
      expect(Math.sign(y(from) - y('b'))).toBe(Math.sign(y(to) - y('b2')));
  });

  test('takes less than 100 ms for 300 stages', () => {
    const dag = pipelineOf(300);
    layOut(dag);
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      layOut(dag);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });

  test('puts what nothing is joined to in rows instead of one column', () => {
    const { width, height } = layOut(new Map(Array.from({ length: 40 }, (_, i) => [`data${i}.dvc`, []])));
    expect(width).toBeGreaterThan(NODE.width * 3);
    expect(height).toBeLessThan(NODE.height * 20);
  });

  test('is no taller than twice its fullest layer needs', () => {
    const { nodes, height } = layOut(pipelineOf(300));
    const columns = new Map<number, number>();
    for (const { x } of nodes) columns.set(x, (columns.get(x) ?? 0) + 1);
    const layers = layersOf({
      widths: [...pipelineOf(300).keys()].map(() => NODE.height),
      lines: [...pipelineOf(300)].flatMap(([to, needs]) =>
        needs.map((from) => [Number(from.slice(1)), Number(to.slice(1))] as const),
      ),
    }).layers;
    const fullest = Math.max(...layers.map((layer) => layer.length));
    expect(height).toBeLessThan(2 * fullest * (NODE.height + 18));
  });

  test('of nothing is nothing', () => {
    expect(layOut(new Map())).toEqual({ nodes: [], lines: [], width: 0, height: 0 });
  });
});

describe('sorting layers', () => {
  const layersFor = (dag: Graph): Cell[][] => {
    const names = [...dag.keys()];
    const lines = [...dag].flatMap(([to, needs]) =>
      [...new Set(needs)].map((from) => [names.indexOf(from), names.indexOf(to)] as const),
    );
    return layersOf({ widths: names.map(() => 10), lines }).layers;
  };

  test('never leaves more crossings than there were', () => {
    fc.assert(
      fc.property(graphs, (dag) => {
        const layers = layersFor(dag);
        const before = crossings(layers);
        sortLayers(layers);
        expect(crossings(layers)).toBeLessThanOrEqual(before);
      }),
    );
  });

  test('counts crossings as a comparison of all pairs of lines does', () => {
    fc.assert(
      fc.property(graphs, (dag) => {
        const layers = layersFor(dag);
        let all = 0;
        for (const layer of layers) {
          const ends = layer.flatMap((cell) => cell.up.map((up) => [up.position, cell.position] as const));
          for (const [i, [a, b]] of ends.entries())
            for (const [c, d] of ends.slice(0, i)) if ((a - c) * (b - d) < 0) all += 1;
        }
        expect(crossings(layers)).toBe(all);
      }),
    );
  });

  test('takes out most of the crossings of a pipeline of 300 stages', () => {
    const layers = layersFor(pipelineOf(300));
    const before = crossings(layers);
    sortLayers(layers);
    expect(crossings(layers)).toBeLessThan(before / 2);
  });
});
