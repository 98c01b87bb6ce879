import { type Derivation, sayingsOf } from '../../units/derivation.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Sourced } from '../../units/sourced.ts';

/** What a figure says of itself beside its number. */
export type Sayings = Omit<Derivation, 'id' | 'label' | 'value' | 'low' | 'high' | 'unit'>;

/** A figure as the record has it. */
export function recorded(
  id: string,
  label: string,
  w: Pick<WrittenEstimate, 'value' | 'low' | 'high' | 'unit'>,
  sayings: Sayings = {},
): Derivation {
  const { value, low, high, unit } = w;
  return { id, label, value, low, high, unit, ...sayings };
}

/** A figure without error: a count, a choice, a definition. */
export function exactly(
  id: string,
  label: string,
  value: number,
  unit: string,
  sayings: Sayings = {},
): Derivation {
  return { id, label, value, low: value, high: value, unit, ...sayings };
}

/** Something that the chain goes through and that has no number of its own in the record. */
export function numberless(id: string, label: string, unit: string, sayings: Sayings): Derivation {
  return { id, label, value: null, low: null, high: null, unit, ...sayings };
}

/** A constant that the record carries with its source. */
export function fromRecordedSource(id: string, label: string, s: Sourced, sayings: Sayings = {}): Derivation {
  return recorded(id, label, s, { ...sayingsOf(s), ...sayings });
}
