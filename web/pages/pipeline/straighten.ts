import type { Cell } from '../../../src/pipeline/draw/layers.ts';

const SWEEPS = 24;
/** How much straighter a line is wanted where it only passes: a bend there leads nowhere. */
const WEIGHT = { boxes: 1, end: 2, passing: 8 } as const;

/**
 * Where the middle of each cell stands across its layer: as near to its neighbours as the cells beside it allow, layer by layer, to and fro. Each layer is solved exactly (least
 * squares with an order: pooling of adjacent violators), so the drawing stays no taller than its fullest layers need.
 *
 * @param space between two cells of a layer.
 */
export function straighten(layers: readonly (readonly Cell[])[], space: number): ReadonlyMap<Cell, number> {
  const at = new Map<Cell, number>();
  for (const layer of layers) {
    const whole = layer.reduce((sum, { width }) => sum + width + space, -space);
    let edge = -whole / 2;
    for (const cell of layer) {
      at.set(cell, edge + cell.width / 2);
      edge += cell.width + space;
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    // At first each layer follows the one before, in the end both its neighbours.
    const isBoth = sweep >= SWEEPS / 2;
    for (const layer of isDown ? layers : layers.toReversed())
      settle(layer, at, space, (cell) =>
        isBoth ? [...cell.up, ...cell.down] : isDown ? cell.up : cell.down,
      );
  }
  return at;
}

interface Block {
  sum: number;
  weight: number;
  count: number;
}

function settle(
  layer: readonly Cell[],
  at: Map<Cell, number>,
  space: number,
  near: (cell: Cell) => readonly Cell[],
): void {
  const blocks: Block[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const [i, cell] of layer.entries()) {
    const before = layer[i - 1];
    if (before !== undefined) offset += (before.width + cell.width) / 2 + space;
    offsets.push(offset);
    const { wish, weight } = wished(cell, at, near(cell));
    let block: Block = { sum: (wish - offset) * weight, weight, count: 1 };
    for (let last = blocks.at(-1); last !== undefined && meanOf(last) > meanOf(block); last = blocks.at(-1)) {
      blocks.pop();
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  let i = 0;
  for (const block of blocks)
    for (let n = 0; n < block.count; n++, i++) {
      const cell = layer[i];
      if (cell !== undefined) at.set(cell, meanOf(block) + (offsets[i] ?? 0));
    }
}

function meanOf({ sum, weight }: Block): number {
  return sum / weight;
}

/** Where a cell would stand if nothing were beside it. One without neighbours stays, without much weight. */
function wished(
  cell: Cell,
  at: ReadonlyMap<Cell, number>,
  near: readonly Cell[],
): { readonly wish: number; readonly weight: number } {
  let [sum, weight] = [0, 0];
  for (const other of near) {
    const isPassing = [cell, other].filter(({ isBox }) => !isBox).length;
    const own = isPassing === 2 ? WEIGHT.passing : isPassing === 1 ? WEIGHT.end : WEIGHT.boxes;
    sum += own * (at.get(other) ?? 0);
    weight += own;
  }
  return weight === 0 ? { wish: at.get(cell) ?? 0, weight: 0.1 } : { wish: sum / weight, weight };
}
