import type { Cell } from '../../../src/pipeline/draw/layers.ts';

/** How many lines between neighbouring layers cross. */
export function crossings(layers: readonly (readonly Cell[])[]): number {
  let count = 0;
  for (const layer of layers) {
    const ends: number[] = [];
    for (const cell of layer) ends.push(...cell.up.map(({ position }) => position).sort((a, b) => a - b));
    count += inversions(ends, layers[(layer[0]?.layer ?? 0) - 1]?.length ?? 0);
  }
  return count;
}

/** How many pairs stand the wrong way round, by a tree of counts (Fenwick): a graph may have thousands of lines. */
function inversions(ends: readonly number[], size: number): number {
  const tree = new Uint32Array(size + 1);
  let count = 0;
  for (const [seen, end] of ends.entries()) {
    let notAbove = 0;
    for (let i = end + 1; i > 0; i -= i & -i) notAbove += tree[i] ?? 0;
    count += seen - notAbove;
    for (let i = end + 1; i <= size; i += i & -i) tree[i] = (tree[i] ?? 0) + 1;
  }
  return count;
}
