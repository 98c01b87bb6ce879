import type { IndexRow } from '../../book/index-row.ts';
import { summable } from '../../book/summable.ts';
import { type Problem, problem } from '../../errors.ts';

/** What is to be said where the carbon of runs is summed whose intensities are of different kinds; undefined where they are of one. */
export function mixedCarbon(rows: readonly IndexRow[]): Problem | undefined {
  const kinds = new Set(summable(rows).flatMap(({ co2Kind }) => co2Kind ?? []));
  if (kinds.size < 2) return undefined;
  return problem(
    'E_BASIS',
    'the sums of carbon mix figures that do not compare',
    `runs have intensities of different kinds: ${[...kinds].toSorted().join(' and ')}`,
    'quote the runs apart, or measure them with one source of intensity',
  );
}
