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
 * Total energy of a run of `planned` epochs after the first few.
 *
 * The first epoch carries set-up (compilation, caches), so it is set aside once three others are known or when it stands apart from
 * the rest. The remaining m epochs cost m × mean; their sum has the predictive variance m·s² + m²·s²/n, and the interval
 * is Student's t with n − 1 degrees of freedom (the textbook prediction interval of a future sum). Trends are not
 * extrapolated: s is taken at least as large as the drift between the two halves of what is known.
 *
 * @returns undefined with fewer than three epochs, or when none is left.
 */
export function forecast(
  epochs: readonly EpochCost[],
  planned: number,
  spentJ: number,
): Forecast | undefined {
  const left = planned - epochs.length;
  if (epochs.length < FEWEST_EPOCHS || left < 0) return undefined;
  const steady = withoutWarmUp(epochs);
  const energies = steady.map((epoch) => epoch.energyJ);
  const n = energies.length;
  const mean = average(energies);
  const sd = Math.max(deviation(energies, mean), drift(energies));
  const expected = spentJ + left * mean;
  const t = studentTQuantile(0.95, n - 1);
  const half = t * Math.sqrt(left * sd * sd + (left * sd) ** 2 / n);
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
  const energies = rest.map((epoch) => epoch.energyJ);
  const mean = average(energies);
  const apart = Math.abs(first.energyJ - mean) > 3 * deviation(energies, mean) + 0.02 * mean;
  return rest.length >= FEWEST_EPOCHS || apart ? rest : epochs;
}

/** Mean difference between the later and the earlier half: what a constant mean cannot follow. */
function drift(values: readonly number[]): number {
  const half = Math.floor(values.length / 2);
  if (half < 1) return 0;
  return Math.abs(average(values.slice(-half)) - average(values.slice(0, half))) / 2;
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}

function deviation(values: readonly number[], mean: number): number {
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}
