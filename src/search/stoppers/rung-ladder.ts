import type { StudyView } from '../study/study-view.ts';

/** The resources at which trials are compared: `at(0)` is the first rung; Infinity where there are no more. */
export interface RungLadder {
  at(rung: number): number;
}

/**
 * Rungs at first · eta^k. None at a full training or beyond, where that is known: to stop there saves nothing.
 *
 * @param first resource of the first rung, > 0
 * @param eta factor from rung to rung, > 1
 * @param maxResource of a full training
 */
export function geometricLadder(first: number, eta: number, maxResource?: number): RungLadder {
  if (!(first > 0 && eta > 1)) throw new RangeError(`no ladder from ${first} by ${eta}`);
  const end = maxResource ?? Infinity;
  return {
    at: (rung) => {
      const resource = first * eta ** rung;
      return resource < end ? resource : Infinity;
    },
  };
}

/** @returns the rungs of a ladder up to a resource, ascending. */
export function rungsUpTo(ladder: RungLadder, resource: number): readonly number[] {
  const rungs: number[] = [];
  for (let rung = 0; ladder.at(rung) <= resource && ladder.at(rung) < Infinity; rung += 1)
    rungs.push(ladder.at(rung));
  return rungs;
}

/**
 * The first rung where none is given: a full training through eta², as long as that has a middle rung, too.
 *
 * @returns undefined as long as nobody knows how long a full training is: neither the study nor a trial that ended by itself.
 */
export function usualFirstRung(study: StudyView, eta: number): number | undefined {
  const full = fullResource(study);
  return full === undefined ? undefined : full / eta ** 2;
}

/** @returns the resource of a full training as the study says it, else the longest of the trials that ended by themselves. */
export function fullResource(study: StudyView): number | undefined {
  if (study.maxResource !== undefined) return study.maxResource;
  let longest = 0;
  for (const trial of study.trials) {
    if (trial.state === 'complete') longest = Math.max(longest, trial.reports.at(-1)?.resource ?? 0);
  }
  return longest > 0 ? longest : undefined;
}
