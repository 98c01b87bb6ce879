import { studentTQuantile } from '../stats/student-t.ts';
import { type Estimate, bounded } from '../units/estimate.ts';

/** What a whole run will cost, foretold from its first epochs. */
export interface Forecast {
  /** Total in joules, attributed at the wall: value and 90 % bounds of the *spread* of epochs (the meter's error comes on top). */
  readonly totalJ: number;
  readonly lowJ: number;
  readonly highJ: number;
  /** Time that is left, s. */
  readonly remainingS: number;
}

/** One epoch that has ended. */
export interface EpochCost {
  readonly energyJ: number;
  readonly durationS: number;
}

/** Fewest epochs from which a forecast is made. */
export const FEWEST_EPOCHS = 3;

/**
 * What epochs may drift by from the first to the last of a run, as a part of their mean (one standard deviation): sequences that grow,
 * throttling, caches. A choice, wide enough to be wrong about rarely; what the epochs themselves show soon outweighs it.
 */
const USUAL_DRIFT = 0.1;

/**
 * Total energy of a run of `planned` epochs after the first few (docs/methodology/forecast.md).
 *
 * The first epoch carries set-up (compilation, caches), so it is set aside once three others are known, or when it stands far above them.
 * The rest is a straight line plus noise. Its slope is shrunk by how little it is known: λ = τ²/(τ² + s²), s its standard error and τ the larger of a
 * tenth of an epoch over the whole run and what is seen beyond s, so that noise is not extrapolated and a trend is. The variance of the sum of the m epochs that are left is that of their own noise, of the
 * mean and of the slope (λs²; τ² while three epochs are known); the 90 % interval is Student's t.
 *
 * @returns undefined with fewer than three epochs, or when more have ended than were planned.
 */
export function forecast(
  epochs: readonly EpochCost[],
  planned: number,
  spentJ: number,
): Forecast | undefined {
  const left = planned - epochs.length;
  if (epochs.length < FEWEST_EPOCHS || left < 0) return undefined;
  const steady = withoutWarmUp(epochs);
  const line = fit(
    steady.map((epoch) => epoch.energyJ),
    planned,
  );
  const n = steady.length;
  // Epochs ahead, counted from the middle of those known: n … n + left − 1, whose mean is n + (left − 1)/2, less (n − 1)/2.
  const ahead = left * (n / 2 + left / 2);
  const used = line.slope * line.shrink * ahead;
  const expected = spentJ + Math.max(0, left * line.mean + used);
  const noise = line.variance * (left + left ** 2 / n);
  const slope = line.slopeVariance * ahead ** 2;
  const half = studentTQuantile(0.95, Math.max(1, line.freedom)) * Math.sqrt(noise + slope);
  const remainingS = left * average(steady.map((epoch) => epoch.durationS));
  return { totalJ: expected, lowJ: Math.max(spentJ, expected - half), highJ: expected + half, remainingS };
}

/** The forecast as an estimate of its own. */
export function forecastEstimate(f: Forecast): Estimate {
  return { ...bounded(f.lowJ, f.highJ), value: f.totalJ };
}

function withoutWarmUp(epochs: readonly EpochCost[]): readonly EpochCost[] {
  const [first, ...rest] = epochs;
  if (first === undefined || rest.length < 2) return epochs;
  // With two others their spread is hardly known: only what stands far above them is set aside.
  const far = first.energyJ > FAR_ABOVE * Math.max(...rest.map((epoch) => epoch.energyJ));
  return rest.length >= FEWEST_EPOCHS || far ? rest : epochs;
}

/** A first epoch this many times above the dearest of the others is set-up. */
const FAR_ABOVE = 1.5;

interface Line {
  readonly mean: number;
  readonly slope: number;
  /** How much of the slope is used, 0 to 1. */
  readonly shrink: number;
  /** Of one epoch about the line as it is used, and of the slope. */
  readonly variance: number;
  readonly slopeVariance: number;
  readonly freedom: number;
}

/** Ordinary least squares over 0 … n − 1, the slope shrunk towards none. */
function fit(values: readonly number[], planned: number): Line {
  const n = values.length;
  const mean = average(values);
  const middle = (n - 1) / 2;
  const spread = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = spread === 0 ? 0 : values.reduce((sum, value, i) => sum + (i - middle) * value, 0) / spread;
  const aboutMean = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const aboutLine = Math.max(0, aboutMean - slope ** 2 * spread);
  const enough = n > FEWEST_EPOCHS;
  const lineVariance = enough ? aboutLine / (n - 2) : aboutMean / Math.max(1, n - 1);
  const slopeVariance = spread === 0 ? 0 : lineVariance / spread;
  // How much epochs may drift is not known beforehand: at least a little, and as much as is seen beyond noise.
  const prior = Math.max(((USUAL_DRIFT * mean) / planned) ** 2, slope ** 2 - slopeVariance);
  const shrink = enough && prior > 0 ? prior / (prior + slopeVariance) : 0;
  const meanVariance = aboutMean / Math.max(1, n - 1);
  return {
    mean,
    slope: enough ? slope : 0,
    shrink,
    variance: shrink * lineVariance + (1 - shrink) * meanVariance,
    slopeVariance: enough ? shrink * slopeVariance : prior,
    freedom: n - 1 - shrink,
  };
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
