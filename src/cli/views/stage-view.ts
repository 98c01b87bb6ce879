import type { WindowRecord } from '../../book/run-record.ts';
import { printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { renderTable } from '../output/table.ts';
import { type Look, printOptions } from './look.ts';

const LABEL = 11;

/** Stages as a small table, each under the one that it stands in. */
export function stageLines(stages: Readonly<Record<string, WindowRecord>>, look: Look): string[] {
  const ordered = inOrder(stages, undefined, 0, new Set());
  if (ordered.length === 0) return [];
  const print = printOptions(look);
  return renderTable(
    [
      { title: 'stage' },
      { title: 'energy', align: 'right', keep: true },
      { title: 'active', align: 'right' },
      { title: 'time', align: 'right' },
      { title: 'times', align: 'right' },
    ],
    ordered.map(([name, depth, window]) => [
      `${'  '.repeat(depth)}${name}`,
      printEnergy(window.attributed, print),
      printEnergy(window.active, print),
      printDuration(window.durationS, print),
      `${window.count}`,
    ]),
    { width: look.width - LABEL, unicode: look.unicode },
  );
}

function inOrder(
  stages: Readonly<Record<string, WindowRecord>>,
  parent: string | undefined,
  depth: number,
  seen: Set<string>,
): (readonly [name: string, depth: number, window: WindowRecord])[] {
  return Object.entries(stages).flatMap(([name, window]) => {
    const isHere =
      window.parent === parent ||
      (parent === undefined && !(window.parent !== undefined && window.parent in stages));
    if (!isHere || seen.has(name)) return [];
    seen.add(name);
    return [[name, depth, window] as const, ...inOrder(stages, name, depth + 1, seen)];
  });
}
