import type { Difference, Differences } from '../../pipeline/compare/difference.ts';
import { fieldText } from '../../pipeline/compare/field-text.ts';
import { keyText } from '../../pipeline/compare/flatten.ts';
import type { Value, ValueMap } from '../../pipeline/model/value.ts';
import { byCodePoints } from '../../pipeline/values/code-points.ts';
import { printedTable, type TableForm } from './plain-table.ts';

/** How differences are shown. */
export interface DiffLook {
  readonly title: 'Param' | 'Metric';
  readonly revisions: readonly [string, string];
  readonly form: TableForm;
  readonly hasPath: boolean;
  readonly hasChange: boolean;
  /** Digits behind the point; undefined: all. */
  readonly digits?: number;
}

/** Differences as DVC's table. */
export function diffTable(differences: Differences, look: DiffLook): string {
  const { title, revisions, hasPath, hasChange, digits } = look;
  const rows: string[][] = [];
  for (const [path, ofFile] of differences) {
    const named = [...ofFile].map(([key, change]): [string, Difference] => [keyText(key), change]);
    for (const [key, change] of named.sort(([a], [b]) => byCodePoints(a, b))) {
      const cells = [change.old, change.new, ...(hasChange ? [change.diff] : [])];
      rows.push([...(hasPath ? [path] : []), key, ...cells.map((cell) => fieldText(cell, digits))]);
    }
  }
  const titles = [...(hasPath ? ['Path'] : []), title, ...revisions, ...(hasChange ? ['Change'] : [])];
  return printedTable(titles, rows, look.form);
}

/** Differences as DVC's JSON. */
export function diffJson(differences: Differences): ValueMap {
  return new Map(
    [...differences].map(([path, ofFile]): [string, ValueMap] => [
      path,
      new Map(
        [...ofFile].map(([key, { old, new: now, diff }]): [string, ValueMap] => [
          key,
          new Map<string, Value>([
            ['old', old],
            ['new', now],
            ...(diff === undefined ? [] : [['diff', diff] as const]),
          ]),
        ]),
      ),
    ]),
  );
}
