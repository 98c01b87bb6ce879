import { type Problem, problem } from '../../errors.ts';
import { alignLogger } from '../../meters/calibration/align-logger.ts';
import { alignMeter } from '../../meters/calibration/align-meter.ts';
import type { Trace } from '../../meters/calibration/trace.ts';
import { readWattCsv } from '../../meters/whole/watt-csv.io.ts';
import { wholeConstants } from '../../meters/whole/whole-constants.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { askLine, canAsk } from './ask.io.ts';
import { waitForQuiet } from './quiet.io.ts';
import type { Rig } from './rig.io.ts';
import { INTERRUPTED, runSteps } from './run-steps.io.ts';
import { StepProgress } from './step-progress.io.ts';
import type { Step } from './steps.ts';

/** What is measured. */
export interface MeasureOptions {
  readonly steps: readonly Step[];
  readonly command: string | undefined;
  readonly csv: string | undefined;
  readonly anyway: boolean;
  readonly cpuCapacity: number;
  readonly signal: AbortSignal;
}

/** A trace whose meter is on the machine's time. */
export interface Measured {
  readonly trace: Trace;
  readonly lagS?: number;
}

/** Length of one look whether the machine is quiet, and how long it is waited for, s. */
const LOOK_S = 3;
const PATIENCE_S = 30;
const MS = 1000;

/** Waits for quiet, runs the steps, and brings the meter or the logger's table onto the machine's time. */
export async function measure(
  context: CliContext,
  rig: Rig,
  options: MeasureOptions,
): Promise<Result<Measured, Problem | typeof INTERRUPTED>> {
  const { steps, anyway, signal, csv, cpuCapacity } = options;
  const busy = await waitForQuiet(context.host, {
    cpuCapacity,
    lookS: Math.min(LOOK_S, Math.min(...steps.map(({ seconds }) => seconds))),
    patienceS: anyway ? 0 : PATIENCE_S,
    signal,
    onWait: (part, who) => {
      if (!context.quiet && !context.json)
        context.err(
          `joulebook: waiting for quiet: ${Math.round(100 * part)} % busy${who === '' ? '' : `: ${who}`}\n`,
        );
    },
  });
  if (signal.aborted) return err(INTERRUPTED);
  if (busy !== undefined && !anyway) return err(busy);
  if (busy !== undefined) context.warn(busy);
  const progress = new StepProgress(context);
  const ran = await runSteps(context.host, rig, {
    ...options,
    onTick: (step, leftS, tick) => progress.tick(step, leftS, tick),
  });
  progress.clear();
  if (!ran.ok) return ran;
  if (csv !== undefined) return withLogger(context, ran.value, csv);
  const { trace, lagS } = alignMeter(ran.value, wholeConstants().alignment);
  return ok(lagS === undefined ? { trace } : { trace, lagS });
}

function withLogger(context: CliContext, trace: Trace, path: string): Result<Measured> {
  let table = readWattCsv(path);
  if (!table.ok && canAsk(context)) {
    askLine(context, `Save the logger's table as ${path} now, then press Enter. `);
    table = readWattCsv(path);
  }
  if (!table.ok) return table;
  const { clock } = context.host;
  const nowMs = clock.wallMs();
  const aligned = alignLogger(
    trace,
    table.value,
    {
      utcAtBootS: nowMs / MS - clock.bootS(),
      localAheadS: -new Date(nowMs).getTimezoneOffset() * 60,
    },
    wholeConstants().alignment,
  );
  if (!aligned.ok) return err({ ...aligned.error, at: { file: path } });
  return ok({ trace: aligned.value.trace });
}

/** Why nothing can be measured: there is no meter that sees the whole machine. */
export function noMeter(): Problem {
  return problem(
    'E_METER',
    'no meter of the whole machine is found',
    'to calibrate, the power at the socket must be known from somewhere',
    'read it off a plug meter: joulebook calibrate --idle 62W --full 240W\n' +
      'or let a plug be asked: joulebook calibrate --plug shelly://192.168.1.20\n' +
      'or record it with a logger meanwhile: joulebook calibrate --csv watts.csv\n' +
      'joulebook doctor says what was looked for',
  );
}
