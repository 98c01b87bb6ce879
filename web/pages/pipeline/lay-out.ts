import { componentsOf, type Dag } from '../../../src/pipeline/draw/dag.ts';
import { type Cell, layersOf } from '../../../src/pipeline/draw/layers.ts';
import { orderLayers } from '../../../src/pipeline/draw/order-layers.ts';
import { sortLayers } from './sort-layers.ts';
import { straighten } from './straighten.ts';

/** Sizes of the drawing, CSS pixels. */
export const NODE = { width: 176, height: 62 } as const;
const GAP = { across: 56, down: 18, parts: 34 } as const;
/** Room of a long line that passes a layer. */
const PASSING = 8;
/** Nodes that nothing is joined to stand in rows of so many. */
const ALONE_IN_ROW = 4;

/** A node where it stands; x and y of its upper left corner. */
export interface PlacedNode {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** A line from the right edge of what is needed to the left edge of who needs it. */
export interface PlacedLine {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A drawn graph. */
export interface LaidOut {
  readonly nodes: readonly PlacedNode[];
  readonly lines: readonly PlacedLine[];
  readonly width: number;
  readonly height: number;
}

/** Lays a graph out from left to right, each part that hangs together below the one before; what hangs together with nothing stands in rows at the end. */
export function layOut(dag: Dag): LaidOut {
  const parts = componentsOf(dag);
  const joined = parts.filter((part) => part.size > 1);
  const alone = parts.filter((part) => part.size === 1).flatMap((part) => [...part.keys()]);
  const nodes: PlacedNode[] = [];
  const lines: PlacedLine[] = [];
  let bottom = 0;
  let right = 0;
  for (const part of joined) {
    const drawn = layOutPart(part);
    const dy = bottom === 0 ? 0 : bottom + GAP.parts;
    nodes.push(...drawn.nodes.map((node) => ({ ...node, y: node.y + dy })));
    lines.push(
      ...drawn.lines.map((line) => ({ ...line, points: line.points.map(([x, y]) => [x, y + dy] as const) })),
    );
    bottom = dy + drawn.height;
    right = Math.max(right, drawn.width);
  }
  const top = bottom === 0 ? 0 : bottom + GAP.parts;
  const inRow = Math.max(ALONE_IN_ROW, Math.floor((right + GAP.down) / (NODE.width + GAP.down)));
  for (const [i, name] of alone.entries()) {
    const x = (i % inRow) * (NODE.width + GAP.down);
    const y = top + Math.floor(i / inRow) * (NODE.height + GAP.down);
    nodes.push({ name, x, y });
    bottom = y + NODE.height;
    right = Math.max(right, x + NODE.width);
  }
  return { nodes, lines, width: right, height: bottom };
}

function layOutPart(dag: Dag): LaidOut {
  const names = [...dag.keys()];
  const index = new Map(names.map((name, i) => [name, i]));
  const pairs = [...dag].flatMap(([name, needs]) => [...new Set(needs)].map((need) => [need, name] as const));
  const graph = layersOf({
    widths: names.map(() => NODE.height),
    lines: pairs.map(([from, to]) => [index.get(from) ?? 0, index.get(to) ?? 0]),
    passing: PASSING,
  });
  orderLayers(graph.layers);
  sortLayers(graph.layers);
  const middles = straighten(graph.layers, GAP.down);
  const least = Math.min(...graph.layers.flat().map((cell) => (middles.get(cell) ?? 0) - cell.width / 2));
  const middle = (cell: Cell): number => (middles.get(cell) ?? 0) - least;
  const left = (cell: Cell): number => cell.layer * (NODE.width + GAP.across);
  const nodes = graph.boxes.map((box, i) => ({
    name: names[i] ?? '',
    x: left(box),
    y: middle(box) - NODE.height / 2,
  }));
  const lines = graph.lines.map(({ cells }, i): PlacedLine => {
    const [from = '', to = ''] = pairs[i] ?? [];
    const points = cells.flatMap((cell, at): (readonly [number, number])[] => {
      const [x, y] = [left(cell), middle(cell)];
      if (at === 0) return [[x + NODE.width, y]];
      if (at === cells.length - 1) return [[x, y]];
      return [
        [x, y],
        [x + NODE.width, y],
      ];
    });
    return { from, to, points };
  });
  const height = Math.max(...graph.layers.flat().map((cell) => middle(cell) + cell.width / 2));
  return {
    nodes,
    lines,
    width: (graph.layers.length - 1) * (NODE.width + GAP.across) + NODE.width,
    height,
  };
}
