import { fullResource, geometricLadder, rungsUpTo } from '../stoppers/rung-ladder.ts';
import type { StudyView } from '../study/study-view.ts';

/** The first rung is a full training through this, and each next one is {@link ETA} times as far. */
const FIRST = 17;
const ETA = 3;
/** Which part of those that come to a rung goes on: many from the first, where ranks are least to be trusted and little is at stake. */
const KEPT = [1 / 2, 1 / 4, 1 / 3];
/** Past this part of a full training a stop saves too little to be worth its mistakes. */
const LAST = 0.75;

/** @returns the part of the trials at a rung that goes on from there. */
export function keptAt(rung: number): number {
  return KEPT[rung] ?? 1 / ETA;
}

/** @returns the resources at which the default engine compares trials, ascending; none as long as nobody knows how long a training is. */
export function autoRungs(study: StudyView): readonly number[] {
  const full = fullResource(study);
  if (full === undefined) return [];
  const first = full >= FIRST ? Math.round(full / FIRST) : full / FIRST;
  return rungsUpTo(geometricLadder(first, ETA, full), full * LAST);
}
