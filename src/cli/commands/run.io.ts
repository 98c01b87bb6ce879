import { isTerminal } from '../is-terminal.io.ts';
import { problem } from '../../errors.ts';
import { native } from '../../host/native.io.ts';
import { compileCapture } from '../../run/capture.ts';
import type { LimitName } from '../../run/limits.ts';
import { type RunOutcome, runCommand } from '../../run/run-command.io.ts';
import type { CliContext } from '../context.ts';
import { endLike, statusOf } from '../run/end-like.io.ts';
import { limitsOf, metricsFilesOf, sessionOptions } from '../run/measure-input.io.ts';
import { monitorProcess } from '../run/monitor-process.io.ts';
import { progressFor } from '../run/progress.io.ts';
import { checkRegion, finalCode, tellOutcome } from '../run/tell-outcome.io.ts';
import type { RUN } from '../spec/measure-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook run`: runs a command and measures it, then ends as the command ended. */
export async function run(context: CliContext, input: InputOf<typeof RUN>): Promise<number> {
  const { options, rest } = input;
  if (options.pid !== undefined) {
    if (rest.length > 0) {
      const fix = 'leave the command out, or leave --pid out';
      return context.fail(
        problem('E_USAGE', 'both --pid and a command are given', 'a run measures one or the other', fix),
      );
    }
    return await monitorProcess(context, input, options.pid);
  }
  if (rest.length === 0) {
    const fix = 'write it behind two dashes: joulebook run -- python train.py';
    return context.fail(problem('E_USAGE', 'no command to run', undefined, fix));
  }
  const capture = options.capture.length === 0 ? undefined : compileCapture(options.capture);
  if (capture !== undefined && !capture.ok) return context.fail(capture.error);
  const wrongRegion = checkRegion(context, input);
  if (wrongRegion !== undefined) return context.fail(wrongRegion);
  const session = await sessionOptions(context, input, { kind: 'command', command: rest });
  if (!session.ok) return context.fail(session.error);

  const progress = progressFor(context, {
    live: options.live,
    commandHasTerminal: isTerminal(1) || isTerminal(2),
  });
  const outcome = await runCommand(
    context.host,
    native(),
    {
      session: session.value,
      argv: rest,
      limits: limitsOf(input),
      capture: capture?.value,
      metricsFiles: metricsFilesOf(context, input),
    },
    { ...progress, onLimit: (limit) => tellLimit(context, limit) },
  );
  progress.clear();
  if (!outcome.ok) return context.fail(outcome.error);
  return end(context, input, outcome.value);
}

function tellLimit(context: CliContext, limit: LimitName): void {
  if (context.quiet) return;
  context.err(`joulebook: --${limit} is passed: ending the command (SIGTERM, in 10 s SIGKILL)\n`);
}

function end(context: CliContext, input: InputOf<typeof RUN>, outcome: RunOutcome): number {
  tellOutcome(context, input, outcome);
  const status = statusOf(outcome.exit);
  const code = finalCode(input, outcome, status);
  return endLike(code === status ? outcome.exit : { how: 'exited', code });
}
