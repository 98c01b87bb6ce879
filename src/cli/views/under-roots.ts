import type { IndexRow } from '../../book/index-row.ts';

/** Runs in the order of a listing, each with how deep it stands under others of the listing. */
export interface Placed {
  readonly rows: readonly IndexRow[];
  /** By id; 0 where a run stands under none of them. */
  readonly depths: ReadonlyMap<string, number>;
}

/** Puts the parts of a run behind it, in the order in which they began. What is a part of none of these runs stays where it is. */
export function underRoots(rows: readonly IndexRow[]): Placed {
  const ids = new Set(rows.map(({ id }) => id));
  const parts = new Map<string, IndexRow[]>();
  const tops: IndexRow[] = [];
  for (const row of rows) {
    const { parentId } = row;
    if (parentId === null || !ids.has(parentId)) tops.push(row);
    else parts.set(parentId, [...(parts.get(parentId) ?? []), row]);
  }
  const placed: IndexRow[] = [];
  const depths = new Map<string, number>();
  const put = (row: IndexRow, depth: number): void => {
    placed.push(row);
    depths.set(row.id, depth);
    const own = (parts.get(row.id) ?? []).toSorted((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0));
    for (const part of own) put(part, depth + 1);
  };
  for (const top of tops) put(top, 0);
  return { rows: placed, depths };
}
