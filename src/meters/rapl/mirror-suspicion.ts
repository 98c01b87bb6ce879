/** What one counter showed at several looks, taken in turn with the others'. */
export interface Looks {
  /** Readings, steps; NaN for one that failed. */
  readonly readings: readonly number[];
  /** Steps after which it begins at zero again; undefined where that is not known. */
  readonly range: number | undefined;
}

/**
 * Groups counters that show the same value at the same time: dies that each mirror the counter of their socket. Two counters of their own agree
 * to some joules out of 65,000 by chance only. Returns each group's indices, the first one first; a counter that is alone is a group.
 *
 * @example
 * suspectMirrors([{ readings: [100, 101], range: 1000 }, { readings: [100, 102], range: 1000 }, { readings: [7, 8], range: 1000 }], 2, 2); // [[0, 1], [2]]
 */
export function suspectMirrors(
  counters: readonly Looks[],
  tolerance: number,
  agreeing: number,
): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const [i, counter] of counters.entries()) {
    const mine = groups.find(
      ([first]) => agree(counters[first as number] as Looks, counter, tolerance) >= agreeing,
    );
    if (mine === undefined) groups.push([i]);
    else mine.push(i);
  }
  return groups;
}

function agree(a: Looks, b: Looks, tolerance: number): number {
  if (a.range !== b.range) return 0;
  return a.readings.filter(
    (reading, i) => distance(reading, b.readings[i] ?? Number.NaN, a.range) <= tolerance,
  ).length;
}

/**
 * How far two readings of a counter stand apart, steps, across a wrap too; NaN where one of them failed.
 *
 * @example
 * distance(998, 3, 1000); // 5
 */
export function distance(a: number, b: number, range: number | undefined): number {
  const apart = Math.abs(a - b);
  return range === undefined ? apart : Math.min(apart, range - apart);
}
