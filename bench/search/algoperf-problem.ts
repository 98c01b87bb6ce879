import { JOULES_PER } from './power.ts';
import type { Curve, Problem } from './problem.ts';
import { shuffled } from './seeded.ts';
import { meanFullRun } from './table-problem.ts';

/** The logs of one workload. */
export interface AlgoperfWorkload {
  readonly direction: 'min' | 'max';
  readonly trials: readonly { readonly s: readonly number[]; readonly v: readonly (number | null)[] }[];
}

/**
 * For stop rules only: submissions have different hyper-parameters, so there is nothing to propose, and configurations come in an order
 * drawn from the seed. A unit of resource is an evaluation.
 */
export function algoperfProblem(
  id: string,
  digest: string,
  { direction, trials }: AlgoperfWorkload,
): Problem {
  const sign = direction === 'max' ? -1 : 1;
  const curves = trials
    .filter(({ v }) => v.length > 0)
    .map(
      ({ s, v }): Curve => ({
        losses: Float64Array.from(v, (value) => (value === null ? Infinity : sign * value)),
        joules: Float64Array.from(s, (seconds) => seconds * JOULES_PER.algoperfSecond),
      }),
    );
  return {
    suite: 'algoperf',
    id,
    digest,
    space: { parameters: [{ kind: 'float', name: 'any', low: 0, high: 1, scale: 'linear' }], fixed: {} },
    maxResource: Math.max(...curves.map(({ losses }) => losses.length)),
    fullRun: meanFullRun(curves),
    open: (seed) => {
      const order = shuffled(curves, seed);
      return {
        get isUsedUp() {
          return order.length === 0;
        },
        take: () => order.pop(),
      };
    },
  };
}
