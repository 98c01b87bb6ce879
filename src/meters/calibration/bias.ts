import { type Estimate, interval, Z90 } from '../../units/estimate.ts';

/** Power that a meter showed beside what joulebook says of the same moment. */
export interface Comparison {
  readonly label: string;
  /** Mean, W, and the standard deviation of that mean. */
  readonly meterW: number;
  readonly sdW: number;
  readonly predicted: Estimate;
}

/** By how much joulebook is off, as a part of what the meter shows: above zero where it says too much. 90 % interval. */
export interface Bias {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Whether what the meter shows lies within the interval that joulebook gives. */
  readonly holds: boolean;
}

/** The bias at one load. `gain`: relative standard deviation of the meter. */
export function biasOf({ meterW, sdW, predicted }: Comparison, gain: number): Bias {
  const value = (predicted.value ?? Number.NaN) / meterW - 1;
  const half = Z90 * Math.hypot(gain, sdW / meterW) * (1 + value);
  const { low, high } = interval(predicted);
  const reach = Z90 * sdW;
  const holds = meterW >= (low ?? 0) - reach && meterW <= (high ?? Number.POSITIVE_INFINITY) + reach;
  return { value, low: value - half, high: value + half, holds };
}

/** The bias over all loads: every load counts alike. */
export function meanBias(biases: readonly Bias[]): Bias {
  const mean = (pick: (bias: Bias) => number): number =>
    biases.reduce((sum, bias) => sum + pick(bias), 0) / biases.length;
  return {
    value: mean(({ value }) => value),
    low: mean(({ low }) => low),
    high: mean(({ high }) => high),
    holds: biases.every(({ holds }) => holds),
  };
}
