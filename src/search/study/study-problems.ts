import { type Problem, problem } from '../../errors.ts';
import type { Trial } from './trial.ts';

/** No trial has that number. @param count how many there are. */
export function noTrial(number: number, count: number): Problem {
  const fix = count === 0 ? 'Ask for one first.' : `The study has trials 0 to ${count - 1}.`;
  return problem('E_NOT_FOUND', `there is no trial ${number}`, undefined, fix);
}

/** Something is said of a trial that does not run. */
export function notRunning({ number, state }: Trial): Problem {
  return problem(
    'E_PROTOCOL',
    `trial ${number} does not run`,
    `It is ${state}; what it says now counts no more.`,
    'End its process.',
  );
}

/** A report is at no place of a training. */
export function badResource(number: number, x: number): Problem {
  return problem(
    'E_PROTOCOL',
    `trial ${number} reports at ${x}`,
    'Where a trial is must be a number from 0 on.',
    'Report the epoch or step, counted from 1.',
  );
}
