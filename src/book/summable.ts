/** What tells whether a run may be summed beside others. */
interface Summand {
  readonly id: string;
  readonly parentId?: string | null;
  /** Ids of the runs that it is the sum of. */
  readonly parts?: readonly (string | { readonly id: string })[];
}

/**
 * Those of some runs whose energies may be added: root runs, and of a sum and its parts only the sum. So nothing counts twice, whichever of them are
 * among the runs, and a sum that is deleted leaves its parts as they were.
 *
 * @example
 * summable([{ id: 'A' }, { id: 'B', parentId: 'A' }, { id: 'M', parts: ['A', 'C'] }]); // [{ id: 'M', parts: ['A', 'C'] }]
 */
export function summable<T extends Summand>(runs: readonly T[]): readonly T[] {
  const contained = new Set(
    runs.flatMap(({ parts = [] }) => parts.map((part) => (typeof part === 'string' ? part : part.id))),
  );
  return runs.filter(
    ({ id, parentId }) => (parentId === undefined || parentId === null) && !contained.has(id),
  );
}
