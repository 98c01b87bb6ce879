import type { Place, Problem } from '../../../errors.ts';
import { type ErrorJson, problemJson } from '../../output/json-envelope.ts';

/** A problem in a file, with the line that it is in, as the terminal underlines it. */
export interface LocatedTrouble extends Omit<ErrorJson, 'at'> {
  readonly at: Place | null;
}

/** A problem with its place as a whole: the envelope of a command leaves the text of the line out. */
export function locatedTrouble(problem: Problem): LocatedTrouble {
  return { ...problemJson(problem), at: problem.at ?? null };
}
