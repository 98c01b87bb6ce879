/** How many files of other columns may stand beside each other before we stop looking for a free name. */
export const MOST_SIBLINGS = 100;

/**
 * The file that takes the rows where the first `n` have other columns.
 *
 * @example
 * siblingOf('out/emissions.csv', 1) // 'out/emissions_1.csv'
 */
export function siblingOf(path: string, n: number): string {
  if (n === 0) return path;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const at = dot <= 0 ? path.length : path.length - name.length + dot;
  return `${path.slice(0, at)}_${n}${path.slice(at)}`;
}
