import { signal } from '@preact/signals';

/** The runs that are selected, by their short ids: they outlast a change of the list. */
export const selected = signal<ReadonlySet<string>>(new Set());

let anchor: string | undefined;

/** Selects a run or lets it go; with Shift all from the one before up to it. */
export function toggleSelected(ids: readonly string[], id: string, isRange: boolean): void {
  const next = new Set(selected.value);
  const [from, to] = [anchor === undefined ? -1 : ids.indexOf(anchor), ids.indexOf(id)];
  if (isRange && from >= 0 && to >= 0) {
    for (const one of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
  } else if (!next.delete(id)) next.add(id);
  anchor = id;
  selected.value = next;
}

export function selectAll(ids: readonly string[]): void {
  selected.value = new Set(ids);
}

export function selectNone(): void {
  selected.value = new Set();
  anchor = undefined;
}
