import { type Problem, problem } from '../../errors.ts';
import { type Bias, biasOf, type Comparison, meanBias } from '../../meters/calibration/bias.ts';
import { predictWall } from '../../meters/calibration/predict-wall.ts';
import { mean, pointsOfTrace, settledTicks } from '../../meters/calibration/points-of-trace.ts';
import type { Tick, Trace } from '../../meters/calibration/trace.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Estimate, sides, written, Z90 } from '../../units/estimate.ts';
import { powerWithBand } from '../../units/format.ts';
import type { CliContext } from '../context.ts';
import { measure, type MeasureOptions, noMeter } from './measure.io.ts';
import type { Rig } from './rig.io.ts';
import { INTERRUPTED, runSteps } from './run-steps.io.ts';
import { BLOCK, settleS, type Step } from './steps.ts';
import type { Surroundings } from './surroundings.ts';

/** What a check came to. */
export interface Check {
  /** Id of the calibration that was checked; null where the tables of the package serve. */
  readonly calibration: string | null;
  readonly meter: string;
  readonly rows: readonly (Comparison & { readonly bias: Bias })[];
  readonly overall: Bias;
}

/** Holds what joulebook says against the meter at idle, half and full load. */
export async function checkByMeter(
  context: CliContext,
  around: Surroundings,
  rig: Rig,
  options: MeasureOptions,
): Promise<Result<Check, Problem | typeof INTERRUPTED>> {
  const { meter } = rig;
  if (meter === undefined && options.csv === undefined) return err(noMeter());
  const measured = await measure(context, rig, options);
  if (!measured.ok) return measured;
  const { trace } = measured.value;
  const settle = settleS(options.steps);
  const points = pointsOfTrace(trace, { settleS: settle, block: BLOCK }, rig.silence);
  if (!points.ok) return points;
  const rows = options.steps.map(({ label }, step): Comparison => {
    const watts = points.value.filter((point) => point.step === step).map(({ wallW }) => wallW);
    const meterW = watts.reduce((sum, w) => sum + w, 0) / watts.length;
    const square = watts.reduce((sum, w) => sum + (w - meterW) ** 2, 0);
    const sdW = Math.sqrt(square / Math.max(1, watts.length - 1) / watts.length);
    const predicted = predictedOf(around, rig, settledTicks(trace, step, settle));
    return { label, meterW, sdW, predicted };
  });
  const gain =
    meter === undefined || options.csv !== undefined
      ? around.now.constants.typed.within / Z90
      : Math.hypot(...Object.values(meter.errors).map((spread) => Math.max(...sides(spread).map(Math.abs))));
  return ok(checkOf(around, options.csv ?? meter?.label ?? '', rows, gain));
}

/** Holds what joulebook says of the machine as it is now against a reading of a display. */
export async function checkByDisplay(
  context: CliContext,
  around: Surroundings,
  rig: Rig,
  options: { readonly watts: number; readonly seconds: number; readonly signal: AbortSignal },
): Promise<Result<Check, Problem | typeof INTERRUPTED>> {
  const steps: readonly Step[] = [{ label: 'now', load: 0, seconds: options.seconds }];
  const ran = await runSteps(context.host, rig, {
    steps,
    command: undefined,
    signal: options.signal,
    onTick: () => undefined,
  });
  if (!ran.ok) return ran;
  const { typed } = around.now.constants;
  const predicted = predictedOf(around, rig, ran.value.ticks);
  const row = { label: 'now', meterW: options.watts, sdW: typed.reading * options.watts, predicted };
  return ok(checkOf(around, 'a display, typed in', [row], typed.within / Z90));
}

/** The check of these comparisons. */
export function checkOf(
  { now }: Pick<Surroundings, 'now'>,
  meter: string,
  comparisons: readonly Comparison[],
  gain: number,
): Check {
  const rows = comparisons.map((row) => ({ ...row, bias: biasOf(row, gain) }));
  const overall = meanBias(rows.map(({ bias }) => bias));
  return { calibration: now.calibration?.id ?? null, meter, rows, overall };
}

function predictedOf(around: Surroundings, rig: Rig, ticks: Trace['ticks']): Estimate {
  const of = (pick: (tick: Tick) => number): number => mean(ticks, pick);
  const chipsW = of((tick) => tick.chipsW);
  const gpuW = of((tick) => tick.gpuW);
  return predictWall(around.now, {
    load: of((tick) => tick.load),
    ramIsCounted: rig.counts('ram'),
    ...(Number.isNaN(chipsW) ? {} : { chipsW }),
    ...(gpuW > 0 ? { gpuW } : {}),
  });
}

/** What was verified does not hold (DESIGN §7). */
const EXIT_OFF = 5;

/** Tells what a check came to. Returns the exit code: 5 where what joulebook says does not hold. */
export function tellCheck(context: CliContext, check: Check): number {
  const { calibration, overall, rows, meter } = check;
  const advice = problem(
    'E_METER',
    calibration === null
      ? 'what the meter shows lies outside the interval that joulebook gives for this machine'
      : `the calibration ${calibration} does not hold any more`,
    `over these loads joulebook is off by ${percent(overall.value)} (${percent(overall.low)} to ${percent(overall.high)})`,
    'calibrate anew: joulebook calibrate',
  );
  if (!overall.holds) context.warn(advice);
  if (context.json) {
    context.succeed({
      calibration,
      meter,
      bias: overall,
      loads: rows.map(({ label, meterW, predicted, bias }) => ({
        load: label,
        meterW,
        predicted: written(predicted, 'W'),
        bias,
      })),
    });
    return overall.holds ? 0 : EXIT_OFF;
  }
  const ascii = !context.unicode;
  const what = calibration === null ? 'the tables of the package' : `calibration ${calibration}`;
  const lines = rows.map(({ label, meterW, predicted, bias }) => {
    const says = powerWithBand(predicted, { ascii });
    return `  ${label.padEnd(12)}${says} by joulebook, ${meterW.toFixed(1)} W by the meter: ${percent(bias.value)}`;
  });
  const verdict = `  in all ${percent(overall.value)}, 90 % interval ${percent(overall.low)} to ${percent(overall.high)}${overall.holds ? ': it holds' : ''}`;
  context.out(`Check of ${what} by ${meter}\n${[...lines, verdict].join('\n')}\n`);
  return overall.holds ? 0 : EXIT_OFF;
}

function percent(part: number): string {
  const value = (100 * part).toFixed(1);
  return `${part >= 0 ? '+' : ''}${value} %`;
}
