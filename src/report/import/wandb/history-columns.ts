/** Whether some cells are the header of a history that was exported from W&B: by its API, or from a chart. */
export function isHistoryHeader(cells: readonly string[]): boolean {
  const own = cells.filter((cell) => ['_step', '_runtime', '_timestamp'].includes(cell)).length;
  const isChart =
    cells.some((cell) => cell.endsWith('__MIN')) && cells.some((cell) => cell.endsWith('__MAX'));
  return (
    own >= 2 || (own === 1 && cells.length > 1) || (isChart && TIMES.some((name) => cells.includes(name)))
  );
}

const TIMES = ['Step', 'Relative Time (Process)', 'Relative Time (Wall)', 'Wall Time', 'global_step'];

/** What a column of an exported history is: a time, a number of a run (named in exports of charts), or nothing of use. */
export type HistoryColumn =
  | { readonly kind: 'timestamp' | 'runtime' }
  | { readonly kind: 'value'; readonly run: string; readonly key: string }
  | { readonly kind: 'none' };

/** Reads the name of a column. */
export function historyColumn(name: string): HistoryColumn {
  if (name === '_timestamp' || name === 'Wall Time') return { kind: 'timestamp' };
  if (name === '_runtime' || name.startsWith('Relative Time')) return { kind: 'runtime' };
  if (name === '' || name === 'Step' || name.startsWith('_') || /__(MIN|MAX)$/.test(name))
    return { kind: 'none' };
  const of = / - (?=[^-]*$)/.exec(name);
  if (of === null) return { kind: 'value', run: '', key: name };
  return { kind: 'value', run: name.slice(0, of.index), key: name.slice(of.index + of[0].length) };
}
