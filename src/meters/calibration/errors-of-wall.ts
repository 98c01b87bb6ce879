import type { ErrorSources } from '../../units/estimate.ts';
import type { Calibration, ChipsFit, LoadFit } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';
import { bendOf } from './shape.ts';
import { quadratic } from './small-matrix.ts';

/** What the error sources of a calibration are called. */
export interface ErrorNames {
  readonly hostId: string;
  /** The day of the run: what drifts from day to day is another error on another day. */
  readonly day: string;
}

/** Power at the wall and the relative standard deviations of it. */
export interface WallAt {
  readonly watts: number;
  /** The meter's own error: everything errs by it alike. */
  readonly gain: number;
  readonly fit: number;
  readonly drift: number;
}

/** The day of the calibration drifts as every other day does, and independently of it. */
const BOTH_DAYS = Math.SQRT2;

/** Power at the wall by the load curve where the model's shape has the value g, with its errors. */
export function wallAtShape(
  { idleW, fullW, bendW, covariance, misfit }: LoadFit,
  g: number,
  gain: number,
  { drift, workload }: CalibrationConstants,
): WallAt {
  const form = [1 - g, g, bendOf(g)];
  const watts = idleW.value * (1 - g) + fullW.value * g + bendW.value * bendOf(g);
  const fitSd = Math.sqrt(Math.max(0, quadratic(covariance, form)));
  const above = Math.max(0, watts - idleW.value);
  return {
    watts,
    gain,
    fit: Math.hypot(fitSd / watts, misfit),
    drift: Math.hypot(BOTH_DAYS * drift.value, (workload.value * above) / watts),
  };
}

/** Power at the wall beside so many watts of the chips, with its errors. */
export function wallAtChips(
  { baseW, efficiency, centreW, centreSdW, slopeSd, misfit }: ChipsFit,
  chipsW: number,
  gain: number,
  { baseDrift, efficiencyDrift }: CalibrationConstants,
): WallAt {
  const watts = (chipsW + baseW.value) / efficiency.value;
  const basePart = baseW.value / efficiency.value / watts;
  const drift = BOTH_DAYS * Math.hypot(baseDrift.value * basePart, efficiencyDrift.value);
  const fitSd = Math.hypot(centreSdW, slopeSd * (chipsW - centreW));
  return { watts, gain, fit: Math.hypot(fitSd / watts, misfit), drift };
}

/** These errors by source. */
export function sourcesOf(
  { id, supply }: Pick<Calibration, 'id' | 'supply'>,
  at: Omit<WallAt, 'watts'>,
  { hostId, day }: ErrorNames,
): ErrorSources {
  return {
    [`calibration:${id}`]: at.gain,
    [`calibration:${id}:fit`]: at.fit,
    [`drift:${hostId}:${day}`]: at.drift,
    ...(supply === undefined ? {} : { [`psu:${hostId}`]: supply }),
  };
}
