/** A time range of the address as a word of the filter grammar: `-30d` is since then, `2026-11-01..2026-11-08` both days and those between. */
export function rangeWord(range: string | undefined): string {
  if (range === undefined || range === '') return '';
  return range.startsWith('-') ? `start>=${range}` : `start:${range}`;
}

/** A text as one value of the filter grammar, whatever is in it. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
}

/** What the top bar says (filter, time range, project) as one filter, for the server and the command line alike; empty for all runs. */
export function wholeFilterOf(q: string | undefined, t: string | undefined, p: string | undefined): string {
  const project = p === undefined || p === '' ? '' : `project:${quoted(p)}`;
  return [q?.trim() ?? '', project, rangeWord(t)].filter(Boolean).join(' ');
}
