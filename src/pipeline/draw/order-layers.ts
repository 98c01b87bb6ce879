import { type Cell, number } from './layers.ts';

type Side = 'up' | 'down';

/**
 * Orders the cells of each layer so that few lines cross: down, up and down again, each layer by the mean place of its neighbours in the one before, then by
 * swaps of two that stand side by side. The barycentre heuristic of Sugiyama, Tagawa and Toda (1981).
 */
export function orderLayers(layers: readonly Cell[][]): void {
  let crossings = 0;
  for (const layer of layers) crossings += order(layer, 'up');
  if (crossings > 0) for (const layer of layers.toReversed()) order(layer, 'down');
  for (const layer of layers) order(layer, 'up');
}

/** @returns how many lines to the neighbours on one side cross afterwards, as far as cells side by side tell. */
function order(layer: Cell[], side: Side): number {
  if (crossingsOf(layer, side) === 0) return 0;
  const mean = new Map(layer.map((cell) => [cell, meanPlace(cell, side)]));
  layer.sort((a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0));
  let crossings = 0;
  for (let i = 0; i + 1 < layer.length; i++) {
    const [left, right] = [layer[i], layer[i + 1]];
    if (left === undefined || right === undefined) continue;
    const asIs = pairsWith(left, right, side, (a, b) => a > b);
    const swapped = pairsWith(left, right, side, (a, b) => a <= b);
    if (swapped < asIs) {
      layer[i] = right;
      layer[i + 1] = left;
    }
    crossings += Math.min(asIs, swapped);
  }
  number(layer);
  return crossings;
}

function crossingsOf(layer: readonly Cell[], side: Side): number {
  const ends = layer.flatMap((cell) => cell[side].map(({ position }) => position).sort((a, b) => a - b));
  let crossings = 0;
  for (const [i, end] of ends.entries()) for (let j = 0; j < i; j++) if ((ends[j] ?? 0) > end) crossings += 1;
  return crossings;
}

function meanPlace(cell: Cell, side: Side): number {
  const places = cell[side].map(({ place }) => place);
  return places.length === 0 ? cell.place : places.reduce((sum, one) => sum + one, 0) / places.length;
}

function pairsWith(left: Cell, right: Cell, side: Side, does: (a: number, b: number) => boolean): number {
  let count = 0;
  for (const a of left[side]) for (const b of right[side]) if (does(a.place, b.place)) count += 1;
  return count;
}
