import type { Book } from '../../../book/book.io.ts';
import type { Condition } from '../../../book/filter-ast.ts';
import type { RunRecord } from '../../../book/run-record.ts';
import { finishedIn, ROOTS } from '../../../book/run-ref.ts';
import { ratio } from '../../../units/arithmetic.ts';
import { fromWritten, type WrittenEstimate, written } from '../../../units/estimate.ts';

/** The last run of the same project that went well before another began, and how their energies compare. */
export interface RunBefore {
  readonly id: string;
  readonly name: string;
  /** Energy of the later over that of the earlier; what both share in error cancels. */
  readonly ratio: WrittenEstimate;
}

/** Null where there is none, or the energy of one is not known. A run inside another, or one that did not go well, is set beside none. */
export function runBefore(book: Book, run: RunRecord): RunBefore | null {
  const { id, parentId, project, startedAt, state, energy } = run;
  if (parentId !== undefined || state !== 'ok') return null;
  const isEarlier: Condition = {
    op: 'compare',
    on: { field: 'start' },
    with: '<',
    value: Date.parse(startedAt),
  };
  const where: Condition = { op: 'and', of: [finishedIn(project), ROOTS, isEarlier] };
  const { rows } = book.query({ where, sort: [], limit: 1 }); // newest first
  const [row] = rows;
  if (row === undefined || row.id === id) return null;
  const before = book.record(row.id);
  if (!before.ok) return null;
  const [now, then] = [energy.wall.attributed, before.value.energy.wall.attributed].map(fromWritten);
  if (now?.value == null || then?.value == null || then.value <= 0) return null;
  return { id: row.id, name: row.name, ratio: written(ratio(now, then), '1') };
}
