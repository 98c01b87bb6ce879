import { type Cell, number } from '../../../src/pipeline/draw/layers.ts';
import { crossings } from './crossings.ts';

/** Sweeps over the layers; the best order that was seen is kept. */
const ROUNDS = 12;

/**
 * Orders the cells of each layer so that few lines cross: each layer by the median of its neighbours in the one before, to and fro, until no round is better. The median
 * keeps the crossings of two layers within three times the fewest (Eades and Wormald, 1994).
 */
export function sortLayers(layers: Cell[][]): void {
  let best = crossings(layers);
  let kept = layers.map((layer) => [...layer]);
  let idle = 0;
  for (let round = 0; round < ROUNDS && best > 0 && idle < 3; round++) {
    const side = round % 2 === 0 ? 'up' : 'down';
    for (const layer of side === 'up' ? layers : layers.toReversed()) byMedian(layer, side);
    const now = crossings(layers);
    idle = now < best ? 0 : idle + 1;
    if (now >= best) continue;
    best = now;
    kept = layers.map((layer) => [...layer]);
  }
  for (const [i, layer] of kept.entries()) {
    layers[i]?.splice(0, layer.length, ...layer);
    number(layer);
  }
}

function byMedian(layer: Cell[], side: 'up' | 'down'): void {
  const medians = new Map(layer.map((cell) => [cell, medianOf(cell, side)]));
  layer.sort((a, b) => (medians.get(a) ?? 0) - (medians.get(b) ?? 0) || a.place - b.place);
  number(layer);
}

function medianOf(cell: Cell, side: 'up' | 'down'): number {
  const places = cell[side].map(({ place }) => place).sort((a, b) => a - b);
  const middle = places.length >> 1;
  const upper = places[middle] ?? cell.place;
  return places.length % 2 === 1 ? upper : ((places[middle - 1] ?? upper) + upper) / 2;
}
