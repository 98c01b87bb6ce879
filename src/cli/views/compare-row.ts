import { ratio, subtract } from '../../units/arithmetic.ts';
import { type Estimate, exact, interval } from '../../units/estimate.ts';

/** What a row compares. */
export type RowKind =
  | 'energy'
  | 'carbon'
  | 'intensity'
  | 'water'
  | 'money'
  | 'power'
  | 'duration'
  | 'number'
  | 'text';

/**
 * Whether two estimates differ: clear only if the 90 % interval of their ratio leaves out 1, after the errors that both share have cancelled.
 */
export type Verdict = 'clear' | 'unclear' | 'unknown' | 'same';

/** One run against the base. */
export interface Against {
  readonly difference: Estimate;
  readonly ratio: Estimate;
  readonly verdict: Verdict;
}

/** One quantity over all runs; `against` has an entry for each run after the base, null for text. */
export interface CompareRow {
  readonly name: string;
  readonly kind: RowKind;
  readonly values: readonly (Estimate | string | null)[];
  readonly against: readonly (Against | null)[];
  readonly differs: boolean;
  /** Currency of money. */
  readonly unit?: string;
}

/** A row of estimates, each against the first. */
export function estimateRow(name: string, kind: RowKind, values: readonly (Estimate | null)[]): CompareRow {
  const [base = null, ...others] = values;
  const against = others.map((other) => (base === null || other === null ? null : compare(base, other)));
  const differs = against.some((each) => each === null || each.verdict !== 'same');
  return { name, kind, values, against, differs };
}

function compare(base: Estimate, other: Estimate): Against {
  const difference = subtract(other, base);
  const quotient = other.value === 0 && base.value === 0 ? exact(1) : ratio(other, base);
  return { difference, ratio: quotient, verdict: verdictOf(base, other, quotient) };
}

/** One estimate against another of which the ratio is better known than both. */
export function againstBy(base: Estimate, other: Estimate, quotient: Estimate): Against {
  return {
    difference: subtract(other, base),
    ratio: quotient,
    verdict: verdictOf(base, other, quotient),
  };
}

function verdictOf(base: Estimate, other: Estimate, quotient: Estimate): Verdict {
  const { low, high } = interval(quotient);
  if (low === null || high === null) return 'unknown';
  if (low === 1 && high === 1 && base.value === other.value) return 'same';
  return low > 1 || high < 1 ? 'clear' : 'unclear';
}

/** A row of texts: alike or not. */
export function textRow(name: string, values: readonly (string | null)[]): CompareRow {
  const differs = values.some((value) => value !== values[0]);
  return { name, kind: 'text', values, against: values.slice(1).map(() => null), differs };
}
