import { basename } from 'node:path';
import { isTerminal } from '../is-terminal.io.ts';
import { watchUntilEnd } from '../../run/watch-process.io.ts';
import { budgetGate } from '../budget/budget-gate.ts';
import type { CliContext } from '../context.ts';
import { endLike } from './end-like.io.ts';
import { limitsOf, type MeasureInput, metricsFilesOf, sessionOptions } from './measure-input.io.ts';
import { progressFor } from './progress.io.ts';
import { besideCard, checkRegion, finalCode, tellOutcome } from './tell-outcome.io.ts';

/** Measures a process that already runs, or the whole machine. */
export async function monitorProcess(
  context: CliContext,
  input: MeasureInput,
  pid: number | undefined,
): Promise<number> {
  const wrongRegion = checkRegion(context, input);
  if (wrongRegion !== undefined) return context.fail(wrongRegion);
  const session = await sessionOptions(context, input, { kind: 'command', command: [] });
  if (!session.ok) return context.fail(session.error);
  await budgetGate(context, {
    book: input.options.book,
    project: session.value.project ?? basename(context.host.cwd),
    command: [],
    isRunning: true,
  });
  const scope = pid === undefined ? 'machine' : session.value.scope;
  // Nothing of ours shares the terminal with the process: the live line is welcome.
  const progress = progressFor(context, { live: isTerminal(2), commandHasTerminal: false });
  const outcome = await watchUntilEnd(
    context.host,
    pid,
    { ...session.value, scope },
    limitsOf(input),
    metricsFilesOf(context, input),
    progress,
  );
  progress.clear();
  if (!outcome.ok) return context.fail(outcome.error);
  const shown = { ...input, options: { ...input.options, scope } } as MeasureInput;
  tellOutcome(context, shown, outcome.value, await besideCard(context, shown, outcome.value));
  const code = finalCode(input, outcome.value, 0);
  // Node would wait for a name that is still being looked up; nothing is left to write.
  return session.value.online === undefined ? code : endLike({ how: 'exited', code });
}
