import { fieldText } from '../../pipeline/compare/field-text.ts';
import { flatten, keyText } from '../../pipeline/compare/flatten.ts';
import { isMap, type Value, type ValueMap } from '../../pipeline/model/value.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import { byCodePoints } from '../../pipeline/values/code-points.ts';
import type { ByRevision } from './file-values.ts';
import { printedTable, type TableForm } from './plain-table.ts';

/** Digits behind the point of a metric, where not asked otherwise. */
export const METRIC_DIGITS = 5;

/** How metrics are shown. */
export interface MetricsLook {
  readonly form: TableForm;
  readonly hasRevision: boolean;
  readonly digits: number;
  readonly from: RepoPath;
  /** A last column: what it took to compute each file. */
  readonly energyOf?: (revision: string, at: RepoPath) => string;
}

/** Metrics as DVC's table: a line for each file, a column for each metric that any of them has. */
export function metricsTable(revisions: ByRevision, look: MetricsLook): string {
  const { form, hasRevision, digits, from, energyOf } = look;
  const rows: {
    readonly head: readonly string[];
    readonly cells: ReadonlyMap<string, string>;
    readonly tail: readonly string[];
  }[] = [];
  for (const [revision, files] of revisions) {
    if (!files.ok) continue;
    for (const [at, value] of files.value) {
      const values = value.ok ? cellsOf(value.value) : new Map<string, Value>();
      const cells = new Map([...values].map(([key, one]) => [keyText(key), fieldText(one, digits)]));
      rows.push({
        head: [...(hasRevision ? [revision] : []), relativePath(from, at)],
        cells,
        tail: energyOf === undefined ? [] : [energyOf(revision, at)],
      });
    }
  }
  const names = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))].sort(byCodePoints);
  const titles = [
    ...(hasRevision ? ['Revision'] : []),
    'Path',
    ...names,
    ...(energyOf === undefined ? [] : ['Energy']),
  ];
  const lines = rows.map(({ head, cells, tail }) => [
    ...head,
    ...names.map((name) => cells.get(name) ?? '-'),
    ...tail,
  ]);
  return printedTable(titles, lines, form);
}

function cellsOf(value: Value): ValueMap {
  return isMap(value) ? flatten(value) : new Map([['', value]]);
}
