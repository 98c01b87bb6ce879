import { multiply, scale, sum } from '../units/arithmetic.ts';
import { type Derivation, sayingsOf } from '../units/derivation.ts';
import { type Estimate, exact, interval, Z90 } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';
import type { RangedConstant } from './calc-tables.ts';

/**
 * A figure of the calculator with where it comes from. Number and chain are made by the same call, so they cannot say different things.
 */
export interface Figure {
  readonly estimate: Estimate;
  readonly derivation: Derivation;
}

/** What is said of a figure beside its number. */
export type FigureFacts = Omit<Derivation, 'value' | 'low' | 'high' | 'from' | 'formula'>;

/** A figure that is not computed from others. */
export function figureOf(estimate: Estimate, facts: FigureFacts): Figure {
  return { estimate, derivation: { ...numbers(estimate), ...facts } };
}

/** What the user gave: a choice, so without error. */
export function givenFigure(
  id: string,
  label: string,
  value: number,
  unit: string,
  source = 'given by the user',
): Figure {
  return figureOf(exact(value), { id, label, unit, source });
}

/** A constant of a table. */
export function sourcedFigure(sourced: Sourced, label: string, assumed?: string): Figure {
  const { value, errors, id, unit } = sourced;
  const bounds =
    value === null
      ? {
          ...(sourced.low === null ? {} : { low: sourced.low }),
          ...(sourced.high === null ? {} : { high: sourced.high }),
        }
      : {};
  return figureOf(
    { value, errors, ...bounds },
    {
      id,
      label,
      unit,
      ...sayingsOf(sourced),
      ...(assumed === undefined ? {} : { assumed }),
    },
  );
}

/** A constant of `data/calc` with its interval as one error source. */
export function rangedFigure(constant: RangedConstant, label: string, assumed?: string): Figure {
  const { id, value, low, high, unit } = constant;
  return figureOf(
    { value, errors: { [id]: [(1 - low / value) / Z90, (high / value - 1) / Z90] } },
    {
      id,
      label,
      unit,
      ...sayingsOf({ ...constant, grade: 'C' }),
      ...(assumed === undefined ? {} : { assumed }),
    },
  );
}

/** What a computed figure is called, and the formula in the names of its factors. */
export interface ComputedFacts {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly formula: string;
  readonly note?: string;
  readonly assumed?: string;
}

/** A product, times an exact factor of units (W × h × 0.001 = kWh). */
export function product(facts: ComputedFacts, factors: readonly Figure[], unitFactor = 1): Figure {
  const estimate = factors.reduce<Estimate>((so, { estimate: next }) => multiply(so, next), exact(1));
  return computed(unitFactor === 1 ? estimate : scale(estimate, unitFactor), facts, factors);
}

/** A sum. */
export function total(facts: ComputedFacts, terms: readonly Figure[]): Figure {
  return computed(sum(terms.map(({ estimate }) => estimate)), facts, terms);
}

/** A figure whose number was worked out elsewhere from these. */
export function computed(estimate: Estimate, facts: ComputedFacts, from: readonly Figure[]): Figure {
  return {
    estimate,
    derivation: { ...numbers(estimate), ...facts, from: from.map(({ derivation }) => derivation) },
  };
}

function numbers(estimate: Estimate): Pick<Derivation, 'value' | 'low' | 'high'> {
  return { value: estimate.value, ...interval(estimate) };
}
