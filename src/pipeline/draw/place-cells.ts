import type { Cell } from './layers.ts';

/** One of the four ways to align cells with their neighbours: from the layer above or below, to the left or to the right. */
interface Way {
  readonly side: 'up' | 'down';
  readonly isMirrored: boolean;
}

const WAYS: readonly Way[] = [
  { side: 'up', isMirrored: false },
  { side: 'up', isMirrored: true },
  { side: 'down', isMirrored: false },
  { side: 'down', isMirrored: true },
];

/**
 * Where the middle of each cell stands from left to right: lines as straight as can be, boxes in the middle of what they lead to. Brandes and Köpf, "Fast and
 * simple horizontal coordinate assignment" (2001): cells are aligned in four ways, each is packed, and the two middle results are averaged.
 *
 * @param space between two cells of a layer.
 */
export function placeCells(layers: readonly (readonly Cell[])[], space: number): ReadonlyMap<Cell, number> {
  const crossing = crossedSegments(layers);
  const results = WAYS.map((way) => packed(layers, way, aligned(layers, way, crossing), space));
  const middle = (cell: Cell): number => {
    const [, second = 0, third = 0] = results.map((result) => result.get(cell) ?? 0).sort((a, b) => a - b);
    return (second + third) / 2;
  };
  return new Map(layers.flat().map((cell) => [cell, middle(cell)]));
}

type Segments = ReadonlyMap<Cell, ReadonlySet<Cell>>;

/** Lines, by their lower and upper end, that cross a long line where it passes between two layers: the long one has precedence. */
function crossedSegments(layers: readonly (readonly Cell[])[]): Segments {
  const found = new Map<Cell, Set<Cell>>();
  for (const [i, layer] of layers.entries()) {
    const above = layers[i - 1];
    if (above === undefined) continue;
    let first = 0;
    let from = 0;
    for (const [at, cell] of layer.entries()) {
      if (cell.isBox) continue;
      const inner = cell.up.find(({ isBox }) => !isBox);
      if (at !== layer.length - 1 && inner === undefined) continue;
      const to = inner?.position ?? above.length - 1;
      for (const lower of layer.slice(from, at + 1))
        for (const upper of lower.up)
          if (upper.position < first || upper.position > to)
            found.set(lower, (found.get(lower) ?? new Set()).add(upper));
      from = at + 1;
      first = to;
    }
  }
  return found;
}

/** Cells that stand in one column: the top one and the next of each; the last leads back to the top. */
interface Columns {
  readonly root: ReadonlyMap<Cell, Cell>;
  readonly next: ReadonlyMap<Cell, Cell>;
}

/** Joins each cell with the median of its neighbours on one side, if nothing is in the way. */
function aligned(
  layers: readonly (readonly Cell[])[],
  { side, isMirrored }: Way,
  crossed: Segments,
): Columns {
  const cells = layers.flat();
  const root = new Map(cells.map((cell) => [cell, cell]));
  const next = new Map(root);
  const ordered = side === 'up' ? layers : layers.toReversed();
  const ahead = (a: number, b: number): boolean => (isMirrored ? a > b : a < b);
  for (const [i, layer] of ordered.entries()) {
    if (i === 0) continue;
    let last: number | undefined;
    for (const cell of isMirrored ? layer.toReversed() : layer)
      for (const neighbour of medians(cell[side], isMirrored)) {
        if (next.get(cell) !== cell) break;
        const [lower, upper] = side === 'up' ? [cell, neighbour] : [neighbour, cell];
        if (crossed.get(lower)?.has(upper) === true) continue;
        if (last !== undefined && !ahead(last, neighbour.position)) continue;
        const top = root.get(neighbour) ?? neighbour;
        next.set(neighbour, cell);
        root.set(cell, top);
        next.set(cell, top);
        last = neighbour.position;
      }
  }
  return { root, next };
}

function medians(neighbours: readonly Cell[], isMirrored: boolean): readonly Cell[] {
  const sorted = neighbours.toSorted((a, b) =>
    isMirrored ? b.position - a.position : a.position - b.position,
  );
  const middle = (sorted.length - 1) / 2;
  return sorted.filter((_, i) => i === Math.floor(middle) || i === Math.ceil(middle));
}

/** Packs the columns as near to one side as their neighbours allow. */
function packed(
  layers: readonly (readonly Cell[])[],
  { side, isMirrored }: Way,
  { root, next }: Columns,
  space: number,
): ReadonlyMap<Cell, number> {
  const x = new Map<Cell, number>();
  const sink = new Map<Cell, Cell>();
  const shift = new Map<Cell, number>();
  const before = (cell: Cell): Cell | undefined =>
    layers[cell.layer]?.[cell.position + (isMirrored ? 1 : -1)];
  const rootOf = (cell: Cell): Cell => root.get(cell) ?? cell;
  const sinkOf = (cell: Cell): Cell => sink.get(cell) ?? cell;
  const put = (top: Cell): void => {
    x.set(top, 0);
    let cell = top;
    do {
      const beside = before(cell);
      if (beside !== undefined) {
        const other = rootOf(beside);
        const apart = space + (beside.width + cell.width) / 2;
        const at = (x.get(other) ?? 0) + apart;
        if (sinkOf(top) === top) sink.set(top, sinkOf(other));
        if (sinkOf(top) === sinkOf(other)) x.set(top, Math.max(x.get(top) ?? 0, at));
        else {
          const held = sinkOf(other);
          shift.set(held, Math.min(shift.get(held) ?? Number.POSITIVE_INFINITY, (x.get(top) ?? 0) - at));
        }
      }
      cell = next.get(cell) ?? top;
    } while (cell !== top);
  };
  const ordered = side === 'up' ? layers : layers.toReversed();
  for (const layer of ordered)
    for (const cell of isMirrored ? layer.toReversed() : layer)
      if (rootOf(cell) === cell) placeBlock(cell, x, next, before, rootOf, put);
  const sign = isMirrored ? -1 : 1;
  return new Map(
    layers.flat().map((cell) => {
      const top = rootOf(cell);
      return [cell, sign * ((x.get(top) ?? 0) + (shift.get(sinkOf(top)) ?? 0))];
    }),
  );
}

/** Puts a column once those are put that it must stand beside; without recursion, since a graph may be as wide as it likes. */
function placeBlock(
  top: Cell,
  x: ReadonlyMap<Cell, number>,
  next: ReadonlyMap<Cell, Cell>,
  before: (cell: Cell) => Cell | undefined,
  rootOf: (cell: Cell) => Cell,
  put: (top: Cell) => void,
): void {
  const waiting = [top];
  for (let column = waiting.at(-1); column !== undefined; column = waiting.at(-1)) {
    const needed: Cell[] = [];
    let cell = column;
    if (!x.has(column))
      do {
        const beside = before(cell);
        if (beside !== undefined && !x.has(rootOf(beside))) needed.push(rootOf(beside));
        cell = next.get(cell) ?? column;
      } while (cell !== column);
    const [first] = needed;
    if (first !== undefined) waiting.push(first);
    else {
      if (!x.has(column)) put(column);
      waiting.pop();
    }
  }
}
