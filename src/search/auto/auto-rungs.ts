import { fullResource, geometricLadder, rungsUpTo } from '../stoppers/rung-ladder.ts';
import type { StudyView } from '../study/study-view.ts';

/** The first rung is a full training through this, and each next one is {@link ETA} times as far. */
const FIRST = 17;
const ETA = 3;
/** Past this part of a full training one more rung tells little. */
const LAST = 0.75;

/** @returns the resources by which the default sampler orders trials, ascending; none as long as nobody knows how long a training is. */
export function autoRungs(study: StudyView): readonly number[] {
  const full = fullResource(study);
  if (full === undefined) return [];
  const first = full >= FIRST ? Math.round(full / FIRST) : full / FIRST;
  return rungsUpTo(geometricLadder(first, ETA, full), full * LAST);
}
