let isFirst = true;

/** Marks of performance: when the first power was drawn, and when what was asked for last. Benches wait for them. */
export function marked(isCurrent: boolean): void {
  if (!isCurrent) return;
  if (isFirst) performance.mark('power-chart');
  isFirst = false;
  performance.clearMarks('power-drawn');
  performance.mark('power-drawn');
}
