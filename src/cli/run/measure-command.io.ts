import { basename } from 'node:path';
import { problem } from '../../errors.ts';
import { native } from '../../host/native.io.ts';
import { err, type Result } from '../../result.ts';
import { compileCapture } from '../../run/capture.ts';
import type { LimitName } from '../../run/limits.ts';
import { type RunOutcome, runCommand } from '../../run/run-command.io.ts';
import { missingStandIn } from '../../run/stand-in.io.ts';
import { budgetGate } from '../budget/budget-gate.ts';
import type { CliContext } from '../context.ts';
import { isTerminal } from '../is-terminal.io.ts';
import type { CI } from '../spec/ci-specs.ts';
import type { RUN } from '../spec/measure-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { limitsOf, metricsFilesOf, sessionOptions } from './measure-input.io.ts';
import { progressFor } from './progress.io.ts';
import { checkRegion } from './tell-outcome.io.ts';

/** Runs the command of a command line and measures it; a problem where nothing was run. */
export async function measureCommand(
  context: CliContext,
  input: InputOf<typeof RUN> | InputOf<typeof CI>,
): Promise<Result<RunOutcome>> {
  const { options, rest } = input;
  if (rest.length === 0) {
    const fix = `write it behind two dashes: joulebook ${context.command} -- python train.py`;
    return err(problem('E_USAGE', 'no command to run', undefined, fix));
  }
  const standIn = 'as' in options ? options.as : undefined;
  const missing = standIn === undefined ? undefined : missingStandIn(standIn);
  if (missing !== undefined) return err(missing);
  const capture = options.capture.length === 0 ? undefined : compileCapture(options.capture);
  if (capture !== undefined && !capture.ok) return capture;
  const wrongRegion = checkRegion(context, input);
  if (wrongRegion !== undefined) return err(wrongRegion);
  const session = await sessionOptions(context, input, { kind: 'command', command: rest });
  if (!session.ok) return session;
  const refused = await budgetGate(context, {
    book: options.book,
    project: options.project ?? basename(context.host.cwd),
    command: rest,
  });
  if (refused !== undefined) return err(refused);

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
      ...(standIn === undefined ? {} : { standIn: { program: standIn, variables: trackerSettings(input) } }),
    },
    { ...progress, onLimit: (limit) => tellLimit(context, limit) },
  );
  progress.clear();
  return outcome;
}

/** The options of the footprint that a tracker inside the command goes by too. */
function trackerSettings({
  options,
  origins,
}: InputOf<typeof RUN> | InputOf<typeof CI>): Readonly<Record<string, string>> {
  const { region, intensity, pue } = options;
  const given = {
    region,
    pue: pue?.toString(),
    ...(intensity === undefined ? {} : { intensity: `${intensity} g/kWh` }),
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) =>
      value === undefined || origins[key] !== 'option' ? [] : [[`JOULEBOOK_${key.toUpperCase()}`, value]],
    ),
  );
}

function tellLimit(context: CliContext, limit: LimitName): void {
  if (context.quiet) return;
  context.err(`joulebook: --${limit} is passed: ending the command (SIGTERM, in 10 s SIGKILL)\n`);
}
