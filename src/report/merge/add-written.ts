import type { LayerRecord } from '../../book/run-record.ts';
import { sum } from '../../units/arithmetic.ts';
import {
  bounded,
  type Estimate,
  fromWritten,
  interval,
  type WrittenEstimate,
  written,
} from '../../units/estimate.ts';

/** Adds estimates as they are written: one source of error adds linearly, different ones in quadrature. */
export function addWritten(terms: readonly WrittenEstimate[], unit: string): WrittenEstimate {
  return written(sum(terms.map((term) => fromWritten(term))), unit);
}

/** Adds one part of some records, J. */
export function addPart<K extends string>(
  records: readonly Readonly<Record<K, WrittenEstimate>>[],
  part: K,
): WrittenEstimate {
  return addWritten(
    records.map((record) => record[part]),
    'J',
  );
}

/**
 * Adds what whole machines used. Runs that were alive together on one machine have each counted all of it: together they saw at least what the one
 * that saw most did, and at most the sum.
 *
 * @param groups the terms, those of one machine and time together.
 */
export function addMachines(groups: readonly (readonly WrittenEstimate[])[], unit: string): WrittenEstimate {
  return written(sum(groups.map(unionOf)), unit);
}

/** Adds the layers of runs. */
export function addLayers(groups: readonly (readonly LayerRecord[])[]): LayerRecord {
  const all = groups.flat();
  return {
    attributed: addPart(all, 'attributed'),
    active: addPart(all, 'active'),
    machine: addMachines(
      groups.map((group) => group.map(({ machine }) => machine)),
      'J',
    ),
  };
}

function unionOf(terms: readonly WrittenEstimate[]): Estimate {
  const estimates = terms.map((term) => fromWritten(term));
  const [only] = estimates;
  if (estimates.length === 1 && only !== undefined) return only;
  const ranges = estimates.map((estimate) => interval(estimate));
  const low = Math.max(0, ...ranges.map((range) => range.low ?? 0));
  const highs = ranges.flatMap(({ high }) => (high === null ? [] : [high]));
  if (highs.length < ranges.length) return { value: null, errors: {}, low };
  return bounded(
    low,
    highs.reduce((total, high) => total + high, 0),
  );
}
