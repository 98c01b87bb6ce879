import type { CalibrationPoint } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';

/**
 * Relative standard deviation of steady loads around the fitted curve: the mean residual of each load, with what is judged before as so many
 * further loads. More points of one load say nothing more of it.
 */
export function misfitOf(
  points: readonly CalibrationPoint[],
  residuals: readonly number[],
  parameters: number,
  { misfit }: CalibrationConstants,
): number {
  const steps = new Map<number, { sum: number; n: number }>();
  for (const [k, { step, wallW }] of points.entries()) {
    const entry = steps.get(step) ?? { sum: 0, n: 0 };
    entry.sum += (residuals[k] ?? 0) / wallW;
    entry.n += 1;
    steps.set(step, entry);
  }
  const squares = [...steps.values()].reduce((total, { sum, n }) => total + (sum / n) ** 2, 0);
  const freedom = Math.max(0, steps.size - parameters);
  return Math.sqrt((misfit.weight * misfit.value ** 2 + squares) / (misfit.weight + freedom));
}
