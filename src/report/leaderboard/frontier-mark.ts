import type { FrontierPlace } from './standing.ts';

/** How a place on the frontier is written in a page or a Markdown table. */
export const FRONTIER_MARKS: Readonly<Record<FrontierPlace, string>> = {
  yes: '★',
  'within error': '☆',
  no: '',
};
