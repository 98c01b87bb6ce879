import { ERRORS, type Problem } from '../../errors.ts';
import type { Reply } from '../../server/route.ts';
import { errorEnvelope } from '../output/json-envelope.ts';
import type { Said } from './ask-command.io.ts';
import { replyOf } from './reply-of.io.ts';

/** A failure as a command would say it. */
export function refusal(problem: Problem): Said {
  return { text: errorEnvelope('ui', problem, []), exit: ERRORS[problem.code].exit };
}

/** A failure as a reply. */
export function failure(problem: Problem): Reply {
  return replyOf(refusal(problem));
}
