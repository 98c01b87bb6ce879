/** Rows that a page is sent; the counts are of all. */
const MOST_ROWS = 500;

interface Row {
  readonly fate: string;
  readonly file: string;
  readonly repaired?: unknown;
}

/**
 * The answer of `joulebook import --json` for a page: what needs a look first, at most so many rows, files by the names that they were sent under.
 *
 * @param folder where the files lay, with `/` behind it.
 */
export function importReport(text: string, folder: string): string {
  const envelope = JSON.parse(text.replaceAll(JSON.stringify(folder).slice(1, -1), '')) as {
    readonly data?: { readonly rows?: readonly Row[] } | null;
  };
  const rows = envelope.data?.rows;
  if (rows === undefined) return `${JSON.stringify(envelope)}\n`;
  const first = rows.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, MOST_ROWS);
  return `${JSON.stringify({ ...envelope, data: { ...envelope.data, rows: first, rowsInAll: rows.length } })}\n`;
}

function rankOf({ fate, repaired }: Row): number {
  if (fate === 'refused') return 0;
  if (fate === 'changed' || fate === 'passed' || repaired !== undefined) return 1;
  return fate === 'new' ? 2 : 3;
}
