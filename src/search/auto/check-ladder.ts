import { fullResource, geometricLadder, rungsUpTo } from '../stoppers/rung-ladder.ts';
import type { StudyView } from '../study/study-view.ts';

/** The first comparison is a full training through this, and each next one is {@link RATIO} times as far. */
const FIRST = 26;
const RATIO = 1.4;
/** Past this part of a full training a stop saves too little to be worth its mistakes. */
const LAST = 0.75;

/** The part of the trials at a rung that goes on from there: so that as many are left as they have come farther than the first rung. */
export const KEPT = 1 / RATIO;

/**
 * The rungs at which the default engine decides: many, each of which stops few. The first one is no earlier than the first report of a trial: what is
 * decided there would else be decided as if trials had come through several rungs.
 *
 * @returns resources, ascending; none as long as nobody knows how long a training is, or nothing was reported.
 */
export function checkLadder(study: StudyView): readonly number[] {
  const full = fullResource(study);
  const earliest = firstReported(study);
  if (full === undefined || earliest === undefined) return [];
  const rungs = rungsUpTo(geometricLadder(Math.max(full / FIRST, earliest), RATIO, full), full * LAST);
  return full >= FIRST ? [...new Set(rungs.map(Math.round))] : rungs;
}

/** @returns the smallest resource above 0 at which a trial reported first. */
function firstReported({ trials }: StudyView): number | undefined {
  let least = Infinity;
  for (const { reports } of trials) {
    const first = reports.find(({ resource }) => resource > 0);
    if (first !== undefined) least = Math.min(least, first.resource);
  }
  return least < Infinity ? least : undefined;
}
