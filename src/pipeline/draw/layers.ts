/** A place in a layer: a box, or where a long line passes through. */
export interface Cell {
  readonly width: number;
  readonly isBox: boolean;
  /** Of the layer, from the top. */
  layer: number;
  /** In its layer, from the left. */
  position: number;
  /** The same from 0 to 1, the whole layer across. */
  place: number;
  /** Neighbours in the layers above and below, joined by lines. */
  readonly up: Cell[];
  readonly down: Cell[];
}

/** A line from one box to another, downwards, over the cells that it passes. */
export interface Line {
  readonly cells: readonly Cell[];
}

/** A graph laid out in layers, each line going down. */
export interface Layers {
  readonly boxes: readonly Cell[];
  readonly lines: readonly Line[];
  readonly layers: Cell[][];
}

/** A graph to be drawn: how wide each box is, and from which box lines go to which, by their index. */
export interface Boxes {
  readonly widths: readonly number[];
  readonly lines: readonly (readonly [from: number, to: number])[];
  /** How wide the cell is in which a long line passes a layer; as a box of middling width where nothing is said. */
  readonly passing?: number;
}

/**
 * Puts boxes into layers so that lines go down: each below all that lead to it, as near above what it leads to as can be. A line over several layers passes
 * a cell in each. The first step of the method of Sugiyama, Tagawa and Toda (1981).
 */
export function layersOf({ widths, lines, passing }: Boxes): Layers {
  const boxes = widths.map(
    (width): Cell => ({ width, isBox: true, layer: 0, position: 0, place: 0, up: [], down: [] }),
  );
  const pairs = withoutCycles(widths.length, lines).flatMap(([from, to]): (readonly [Cell, Cell])[] => {
    const [above, below] = [boxes[from], boxes[to]];
    return above === undefined || below === undefined ? [] : [[above, below]];
  });
  const before = neighbours(pairs.map(([above, below]) => [below, above]));
  const after = neighbours(pairs);
  const layers = ranked(boxes, before, after);
  lower(layers, before, after);
  const middle = passing ?? widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
  const drawn = pairs.map(([above, below]): Line => {
    const cells = [above];
    for (let layer = above.layer + 1; layer < below.layer; layer++) {
      const cell: Cell = { width: middle, isBox: false, layer, position: 0, place: 0, up: [], down: [] };
      layers[layer]?.push(cell);
      cells.push(cell);
    }
    cells.push(below);
    return { cells };
  });
  // Of each cell first the lines that come to it, in the order of the boxes that they come from.
  for (const { cells } of drawn)
    for (const [i, cell] of cells.entries()) {
      const next = cells[i + 1];
      if (next === undefined) continue;
      cell.down.push(next);
      next.up.push(cell);
    }
  for (const layer of layers) number(layer);
  return { boxes, lines: drawn, layers };
}

/** Gives the cells of a layer their positions. */
export function number(layer: readonly Cell[]): void {
  const last = Math.max(1, layer.length - 1);
  for (const [i, cell] of layer.entries()) {
    cell.position = i;
    cell.place = i / last;
  }
}

type Neighbours = ReadonlyMap<Cell, readonly Cell[]>;

function neighbours(pairs: readonly (readonly [Cell, Cell])[]): Neighbours {
  const found = new Map<Cell, Cell[]>();
  for (const [cell, other] of pairs) found.set(cell, [...(found.get(cell) ?? []), other]);
  return found;
}

/** Each box one layer below the lowest that leads to it. */
function ranked(boxes: readonly Cell[], before: Neighbours, after: Neighbours): Cell[][] {
  const layers: Cell[][] = [];
  const waiting = new Map(boxes.map((box) => [box, before.get(box)?.length ?? 0]));
  let ready = boxes.filter((box) => waiting.get(box) === 0);
  while (ready.length > 0) {
    const next: Cell[] = [];
    for (const box of ready) {
      box.layer = Math.max(-1, ...(before.get(box) ?? []).map(({ layer }) => layer)) + 1;
      (layers[box.layer] ??= []).push(box);
      for (const below of after.get(box) ?? []) {
        const left = (waiting.get(below) ?? 0) - 1;
        waiting.set(below, left);
        if (left === 0) next.push(below);
      }
    }
    ready = next;
  }
  return layers;
}

/** From the bottom up: what leads only to boxes further down comes directly above the highest of them. */
function lower(layers: Cell[][], before: Neighbours, after: Neighbours): void {
  for (const layer of layers.toReversed())
    for (const box of layer)
      for (const above of before.get(box) ?? []) {
        if ((after.get(above) ?? []).some((other) => other.layer < box.layer)) continue;
        const old = layers[above.layer];
        old?.splice(old.indexOf(above), 1);
        above.layer = box.layer - 1;
        layers[above.layer]?.push(above);
      }
}

/** Lines that would close a cycle are turned round; those from a box to itself are left out. */
function withoutCycles(
  count: number,
  lines: Boxes['lines'],
): readonly (readonly [from: number, to: number])[] {
  const next = Array.from({ length: count }, (): number[] => []);
  for (const [from, to] of lines) if (from !== to) next[from]?.push(to);
  const state: ('open' | 'done' | undefined)[] = [];
  const turned = new Set<string>();
  for (let start = 0; start < count; start++) {
    if (state[start] !== undefined) continue;
    state[start] = 'open';
    const path = [{ node: start, at: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = next[top.node]?.[top.at++];
      if (child === undefined) {
        state[top.node] = 'done';
        path.pop();
      } else if (state[child] === 'open') turned.add(`${top.node} ${child}`);
      else if (state[child] === undefined) {
        state[child] = 'open';
        path.push({ node: child, at: 0 });
      }
    }
  }
  return lines.flatMap(([from, to]): (readonly [number, number])[] => {
    if (from === to) return [];
    return [turned.has(`${from} ${to}`) ? [to, from] : [from, to]];
  });
}
