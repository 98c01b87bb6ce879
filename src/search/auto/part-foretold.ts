import type { GaussianProcess } from '../samplers/gp/gaussian-process.ts';
import { inverseOf } from '../../stats/cholesky.ts';

/**
 * How well a process foretells each of its observations from the others: 1 exactly, 0 no better than their mean, below 0 worse. It is the
 * coefficient of determination of the leave-one-out errors, which are `weight / inverse kernel` (Rasmussen and Williams 2006, equation 5.12).
 *
 * @param count of the observations that are judged, the first ones; their targets have mean 0 and deviation 1.
 */
export function partForetold(process: GaussianProcess, count: number): number {
  const { count: n, factor, weights } = process;
  const inverse = inverseOf(factor, n);
  let squares = 0;
  for (let i = 0; i < count; i += 1)
    squares += ((weights[i] as number) / (inverse[i * n + i] as number)) ** 2;
  // Nothing is foretold where all targets are alike.
  return squares > 0 ? 1 - squares / count : 0;
}
