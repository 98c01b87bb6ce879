import type { MetricGoal } from '../../book/metric-goal.ts';

/** A step of a metric by which the price of quality is told. */
export interface QualityStep {
  readonly size: number;
  /** E.g. `+1 pp` or `−0.1`. */
  readonly text: string;
}

const POINT = 0.01;

/**
 * The step of a metric: a percentage point where it is a share that is to be large, else the power of ten that is about a tenth of what it spans.
 *
 * @param values of the runs that are compared.
 * @example
 * qualityStep([0.91, 0.97], 'maximize').text // '+1 pp'
 */
export function qualityStep(values: readonly number[], goal: MetricGoal): QualityStep {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (goal === 'maximize' && low >= 0 && high <= 1) return { size: POINT, text: '+1 pp' };
  const span = high - low;
  const size = span > 0 && Number.isFinite(span) ? 10 ** Math.round(Math.log10(span / 10)) : 1;
  return { size, text: `${goal === 'maximize' ? '+' : '−'}${Number(size.toPrecision(1))}` };
}
