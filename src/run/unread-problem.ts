import { type Problem, problem } from '../errors.ts';

/** A run that ended before it could be measured. */
export function unreadProblem(): Problem {
  return problem(
    'E_METER',
    'the run ended before the tracker had taken its first reading',
    'a tracker takes some 0.1 s to start',
    'make it a window of a longer run, or let its start wait for the tracker: track(wait=True) in Python',
  );
}
