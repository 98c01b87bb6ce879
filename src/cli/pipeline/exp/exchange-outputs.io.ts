import { type Problem, problem } from '../../../errors.ts';
import type { Experiment } from '../../../pipeline/exp/exp-ref.ts';
import type { Carried } from '../../../pipeline/remote/transfer/carry.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { failed, notCarried } from '../remote/transfer.io.ts';
import { type CarryAsked, carryOutputs } from './carry-outputs.io.ts';
import { namesSentence } from './names-sentence.ts';

/** Which way experiments go. */
type Verb = 'push' | 'pull';

/** What came of exchanging the commits of experiments with a git remote. */
interface Exchanged {
  readonly done: readonly Experiment[];
  readonly upToDate: readonly Experiment[];
  readonly diverged: readonly Experiment[];
}

/** What DVC ends with where outputs do not follow: here it does not catch its failure, as its `push` does. */
const NOT_CARRIED = 255;
/** Nothing went along. */
const NOTHING: Carried = { count: 0, records: 0, failures: [] };

/**
 * Lets the outputs of experiments follow their commits, if they are to. Where that fails it is told, and the error is the exit code.
 *
 * @param noCache only the commits were asked for.
 */
export async function exchangeOutputs(
  context: CliContext,
  { done, upToDate }: Exchanged,
  verb: Verb,
  asked: CarryAsked & { readonly noCache: boolean },
): Promise<Result<Carried, number>> {
  if (asked.noCache) return ok(NOTHING);
  const direction = verb === 'push' ? 'push' : 'fetch';
  const carried = await carryOutputs(context, [...upToDate, ...done], direction, asked);
  if (!carried.ok) {
    const code = context.fail(failed(carried.error, verb));
    return err(verb === 'push' ? NOT_CARRIED : code);
  }
  const { failures } = carried.value;
  if (failures.length === 0) return carried;
  notCarried(context, failures, verb);
  return err(NOT_CARRIED);
}

/** Tells of experiments that are something else on each side, and were left alone. */
export function tellDiverged(context: CliContext, { diverged }: Exchanged, verb: Verb): void {
  if (diverged.length > 0) context.warn(divergedProblem(namesSentence(diverged), verb));
}

function divergedProblem(names: string, verb: Verb): Problem {
  const overridden = verb === 'push' ? 'remote' : 'local';
  return problem(
    'E_PIPELINE',
    `Local experiment ${names} has diverged from remote experiment with the same name.`,
    undefined,
    `To override the ${overridden} experiment re-run with '--force'.`,
  );
}
