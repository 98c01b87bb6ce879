import { editDistance } from '../units/edit-distance.ts';
import type { AcceleratorRow } from './accelerator-table.ts';
import { acceleratorWords } from './accelerator-words.ts';

/** The rows by each name that they answer to; strongest first. */
export interface AcceleratorIndex {
  readonly rows: readonly AcceleratorRow[];
  readonly byName: ReadonlyMap<string, readonly AcceleratorRow[]>;
}

/** Builds the index. A row that comes first hides later ones of the same key: a user's file corrects ours. */
export function indexAccelerators(rows: readonly AcceleratorRow[]): AcceleratorIndex {
  const kept = new Map<string, AcceleratorRow>();
  for (const row of rows) if (!kept.has(row.accelerator.key)) kept.set(row.accelerator.key, row);
  const byName = new Map<string, AcceleratorRow[]>();
  for (const row of kept.values()) {
    for (const name of new Set([row.model, ...row.names])) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [row]);
      else known.push(row);
    }
  }
  return { rows: [...kept.values()], byName };
}

/** Names further away than this part of their length are not near. */
const NEAR = 0.6;
const AT_MOST = 3;

/** Rows whose model is spelt most like the text, nearest first; one for each model. */
export function nearestRows(index: AcceleratorIndex, text: string): readonly AcceleratorRow[] {
  const wanted = acceleratorWords(text).join('');
  if (wanted === '') return [];
  const models = new Map<string, { row: AcceleratorRow; distance: number }>();
  for (const [name, [row]] of index.byName) {
    if (row === undefined) continue;
    const distance = editDistance(wanted, name);
    const before = models.get(row.model);
    if (
      distance <= NEAR * Math.max(wanted.length, name.length) &&
      distance < (before?.distance ?? Number.POSITIVE_INFINITY)
    ) {
      models.set(row.model, { row, distance });
    }
  }
  return [...models.values()]
    .sort((a, b) => a.distance - b.distance)
    .slice(0, AT_MOST)
    .map(({ row }) => row);
}
