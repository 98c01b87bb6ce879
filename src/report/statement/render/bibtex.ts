import type { Statement } from '../statement.ts';

/** Keys of the works that a report rests on, ours first. */
export function citationsOf({ places, pues }: Statement): readonly string[] {
  const sources = [...places, ...pues].map(({ source }) => source).join('\n');
  return [
    'joulebook',
    'henderson2020towards',
    'patterson2021carbon',
    ...(sources.includes('Ember') ? ['ember'] : []),
    ...(sources.includes('Electricity Maps') ? ['electricitymaps'] : []),
  ];
}

/**
 * The entries of {@link citationsOf}.
 *
 * @param references text of `data/calc/references.bib`.
 */
export function bibtexReport(statement: Statement, references: string): string {
  const wanted = citationsOf(statement);
  const entries = references
    .trim()
    .split(/\n(?=@)/)
    .filter((entry) => wanted.some((key) => entry.includes(`{${key},`)));
  return `${entries.map((entry) => entry.trim()).join('\n\n')}\n`;
}
