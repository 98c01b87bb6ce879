import { problem } from '../../errors.ts';
import type { RunOutcome } from '../../run/run-command.io.ts';
import type { CliContext } from '../context.ts';
import { endLike, statusOf } from '../run/end-like.io.ts';
import { measureCommand } from '../run/measure-command.io.ts';
import { monitorProcess } from '../run/monitor-process.io.ts';
import { besideCard, type CardBeside, finalCode, tellOutcome } from '../run/tell-outcome.io.ts';
import type { RUN } from '../spec/measure-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook run`: runs a command and measures it, then ends as the command ended. */
export async function run(context: CliContext, input: InputOf<typeof RUN>): Promise<number> {
  const { options, rest } = input;
  if (options.pid !== undefined) {
    if (options.as !== undefined) {
      const why = 'a process that already runs has imported what it imports';
      const fix = 'start the program with it: joulebook run --as codecarbon -- python train.py';
      return context.fail(problem('E_USAGE', '--as needs a command', why, fix));
    }
    if (rest.length > 0) {
      const fix = 'leave the command out, or leave --pid out';
      return context.fail(
        problem('E_USAGE', 'both --pid and a command are given', 'a run measures one or the other', fix),
      );
    }
    return await monitorProcess(context, input, options.pid);
  }
  const outcome = await measureCommand(context, input);
  if (!outcome.ok) return context.fail(outcome.error);
  return end(context, input, outcome.value, await besideCard(context, input, outcome.value));
}

function end(
  context: CliContext,
  input: InputOf<typeof RUN>,
  outcome: RunOutcome,
  beside: CardBeside,
): number {
  tellOutcome(context, input, outcome, beside);
  const status = statusOf(outcome.exit);
  const code = finalCode(input, outcome, status);
  return endLike(code === status ? outcome.exit : { how: 'exited', code });
}
