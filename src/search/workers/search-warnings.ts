import { type Problem, problem } from '../../errors.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import type { TrialEnd, TrialPaths } from '../trial/trial-task.ts';

/** Trials pause without keeping anything. */
export const BEGINS_ANEW: Problem = problem(
  'E_PROTOCOL',
  'paused trials begin anew when they go on',
  'they keep nothing in $JOULEBOOK_CKPT_DIR to go on from',
  'save the state there, or take a stopper that does not pause: asha',
);

/** The same where the stopper can do without pauses. */
export const STOPS_INSTEAD: Problem = problem(
  'E_PROTOCOL',
  'from here on weak trials are stopped, not paused',
  'a paused trial has kept nothing in $JOULEBOOK_CKPT_DIR to go on from: each promotion would be paid twice',
  'save the state there, or take the stopper asha, which pauses none',
);

/** A trial has ended and not all that it had started. */
export function leftBehind(trial: number, count: number): Problem {
  const what = `trial ${trial} left ${count === 1 ? 'a process' : `${count} processes`} behind, which ${count === 1 ? 'was' : 'were'} ended`;
  return problem(
    'E_PROTOCOL',
    what,
    'a trial is over when its command has ended',
    'let the command wait for what it starts',
  );
}

/** How a training says its metric. */
const SAY_IT = 'Print it as `name: 0.5` or `::metric {"name": 0.5}`, or find it with `--capture`. ';

/** Why a search whose trials come to nothing ends, with what the last one printed. */
export function failing(
  why: string,
  trial: TrialRecord,
  end: TrialEnd,
  { log }: Pick<TrialPaths, 'log'>,
): Problem {
  const last =
    end.lastLines.length === 0 ? 'It printed nothing.' : `Its last lines:\n${end.lastLines.join('\n')}`;
  return problem(
    'E_TRIAL',
    `the search ends: ${why}`,
    `Trial ${trial.number}: ${trial.failure?.text ?? 'it came to nothing'}. ${last}`,
    `${trial.failure?.kind === 'no-metric' ? SAY_IT : ''}Everything that it printed is in ${log}. The same command goes on when that is mended.`,
  );
}
