import { wallByFit } from '../../src/meters/model/wall-fit.ts';
import { fitWall, NO_ERRORS } from './fit-wall.ts';
import type { ServerRow } from './server-rows.ts';

/** What the model says of servers that it was not fitted on: W at 0, 10, … 100 % load of each row. */
export type HeldOut = readonly Float64Array[];

/** Which part of the rows a row is held out with. */
export type FoldOf = (row: ServerRow) => string;

/**
 * Holds out one part of the rows after the other, fits on the rest and predicts the part. Nothing of a part is in what predicts it: not its
 * rows, nor the ranges to which features are clamped.
 */
export function heldOut(rows: readonly ServerRow[], foldOf: FoldOf): HeldOut {
  const predicted: Float64Array[] = [];
  for (const fold of new Set(rows.map(foldOf))) {
    const fit = { ...fitWall(rows.filter((row) => foldOf(row) !== fold)), ...NO_ERRORS };
    rows.forEach((row, i) => {
      if (foldOf(row) === fold) predicted[i] = wallByFit(row.facts, fit);
    });
  }
  return predicted;
}

/** One of `folds` parts, by CPU model: all servers of a CPU are in one part. `seed` makes other partitions. */
export function byCpuModel(folds: number, seed: number): FoldOf {
  return ({ key }) => String(hash(`${seed} ${key}`) % folds);
}

/** Each generation of CPUs is a part of its own: what comes when a new one is sold. */
export function byGeneration({ facts, key }: ServerRow): string {
  return facts.generation ?? key;
}

/** FNV-1a, with a last mixing so that its low bits are even. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
