import { GROUP_STYLES } from '../../charts/scatter/marks.ts';

/** A group of runs, with the number of its colour and shape. */
export interface Group {
  readonly name: string;
  readonly count: number;
  /** Into {@link GROUP_STYLES}. */
  readonly style: number;
}

/** What a run is called that says nothing of what is grouped by. */
export const NOT_SAID = 'not said';
/** What stands together in grey: more groups cannot be told apart. */
export const OTHERS = 'others';

/** Gives the largest groups a colour and a shape each; the rest shares the last. Names of equal size stand in their order. */
export function groupsOf(values: readonly (string | null)[]): {
  readonly groups: readonly Group[];
  readonly styleOf: (value: string | null) => number;
} {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value ?? NOT_SAID, (counts.get(value ?? NOT_SAID) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const last = GROUP_STYLES.length - 1;
  const own = sorted.length <= GROUP_STYLES.length ? sorted : sorted.slice(0, last);
  const styles = new Map(own.map(([name], i) => [name, i]));
  const rest = sorted.slice(own.length);
  const groups = own.map(([name, count], style) => ({ name, count, style }));
  if (rest.length > 0)
    groups.push({
      name: `${rest.length} ${OTHERS}`,
      count: rest.reduce((sum, [, n]) => sum + n, 0),
      style: last,
    });
  return { groups, styleOf: (value) => styles.get(value ?? NOT_SAID) ?? last };
}
