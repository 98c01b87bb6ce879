import { sum } from '../../units/arithmetic.ts';
import { fromWritten, type WrittenEstimate, written } from '../../units/estimate.ts';

/** A sum over runs, and of how many of them nothing is known, which are not in it. */
export interface Summed {
  readonly total: WrittenEstimate;
  readonly without: number;
}

/**
 * Adds estimates with their shared errors. One of which nothing at all is known is left out and counted; with one of which only bounds are known the sum has
 * bounds only.
 */
export function summedUp(terms: readonly (WrittenEstimate | undefined)[], unit: string): Summed {
  const known = terms.filter(
    (term): term is WrittenEstimate =>
      term !== undefined && (term.value !== null || term.low !== null || term.high !== null),
  );
  const without = terms.length - known.length;
  if (known.length === 0 && terms.length > 0)
    return { total: { value: null, low: null, high: null, unit, errors: {} }, without };
  return { total: written(sum(known.map((term) => fromWritten(term))), unit), without };
}
