import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { quantile } from '../../stats/quantile.ts';
import type { CalibrationPoint } from './calibration.ts';
import type { Tick, Trace } from './trace.ts';

/** How a trace becomes steady loads. */
export interface PointOptions {
  /** What is left out at the beginning of each load: the machine and its meter settle, s. */
  readonly settleS: number;
  /** Readings in a point. */
  readonly block: number;
}

/** A reading this many robust standard deviations from its load's median is an outlier, */
const OUTLIER = 5;
/** and at least this part of it away: meters that show whole watts scatter by nothing. */
const LEAST_OUTLIER = 0.02;
/** MAD of a standard normal distribution. */
const MAD = 0.6744897501960817;
/** A load of which less than this part was read cannot be used. */
const LEAST_READ = 0.5;

/**
 * Steady loads of a trace: of each step what is left after settling, without outliers, in blocks whose means are less noisy and less alike than
 * single readings. Refused where the meter was silent for most of a step.
 */
export function pointsOfTrace(
  trace: Trace,
  options: PointOptions,
  silence?: { readonly why: string; readonly fix?: string },
): Result<readonly CalibrationPoint[]> {
  const points: CalibrationPoint[] = [];
  for (const [step, label] of trace.steps.entries()) {
    const settled = settledTicks(trace, step, options.settleS);
    const read = settled.filter(({ meterW }) => !Number.isNaN(meterW));
    if (read.length < 2 || read.length < LEAST_READ * settled.length) return err(stopped(label, silence));
    const kept = withoutOutliers(read);
    const size = Math.max(1, Math.min(options.block, Math.floor(kept.length / 2)));
    for (let from = 0; from + size <= kept.length; from += size)
      points.push(pointOf(kept.slice(from, from + size), step));
  }
  return ok(points);
}

/** Readings of a step after it has settled; without any, its second half. */
export function settledTicks({ ticks }: Trace, step: number, settleS: number): readonly Tick[] {
  const all = ticks.filter((tick) => tick.step === step);
  const startS = (all[0]?.atS ?? 0) - (all[0]?.dtS ?? 0);
  return all.filter(({ atS, dtS }) => atS - dtS >= startS + settleS - 1e-9);
}

function withoutOutliers(ticks: readonly Tick[]): readonly Tick[] {
  const middle = median(ticks.map(({ meterW }) => meterW));
  const spread = median(ticks.map(({ meterW }) => Math.abs(meterW - middle))) / MAD;
  const limit = Math.max(OUTLIER * spread, LEAST_OUTLIER * middle);
  return ticks.filter(({ meterW }) => Math.abs(meterW - middle) <= limit);
}

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

function pointOf(ticks: readonly Tick[], step: number): CalibrationPoint {
  const chipsW = mean(ticks, ({ chipsW: watts }) => watts);
  const gpuW = mean(ticks, ({ gpuW: watts }) => watts);
  return {
    step,
    load: mean(ticks, ({ load }) => load),
    wallW: mean(ticks, ({ meterW }) => meterW),
    ...(Number.isNaN(chipsW) ? {} : { chipsW }),
    ...(gpuW > 0 ? { gpuW } : {}),
  };
}

/** Mean over the time of the readings. */
export function mean(ticks: readonly Tick[], pick: (tick: Tick) => number): number {
  let [sum, seconds] = [0, 0];
  for (const tick of ticks) {
    sum += pick(tick) * tick.dtS;
    seconds += tick.dtS;
  }
  return sum / seconds;
}

function stopped(
  label: string,
  silence: { readonly why: string; readonly fix?: string } | undefined,
): Problem {
  return problem(
    'E_METER',
    `the meter was silent in the step "${label}"`,
    silence?.why ?? 'it gave no reading for most of that time',
    silence?.fix ?? 'look at the meter (joulebook doctor), then calibrate again',
  );
}
