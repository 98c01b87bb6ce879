import type { Statement } from '../statement.ts';

/** The SCI score with all that its specification wants disclosed; null where the runs have no score. */
export function sciReport({ sci, madeBy, title, period }: Statement): string {
  const score = sci === undefined ? null : { specification: 'SCI 1.1', title, period, tool: madeBy, ...sci };
  return `${JSON.stringify(score, null, 2)}\n`;
}
