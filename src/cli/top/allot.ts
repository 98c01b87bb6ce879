/** What a part of the screen asks for, in lines. */
export interface Demand {
  /** With less than this it is left out. */
  readonly least: number;
  readonly most: number;
}

/**
 * Gives each part its lines of a screen: first what each needs at least, in their order, then the rest, in their order.
 *
 * @example
 * allot(10, [{ least: 1, most: 1 }, { least: 2, most: 8 }, { least: 2, most: 20 }]) // [1, 7, 2]
 */
export function allot(height: number, demands: readonly Demand[]): readonly number[] {
  let left = height;
  const given = demands.map(({ least }) => {
    if (least > left) return 0;
    left -= least;
    return least;
  });
  return demands.map(({ most }, i) => {
    const has = given[i] ?? 0;
    if (has === 0 && (demands[i]?.least ?? 0) > 0) return 0;
    const more = Math.max(0, Math.min(left, most - has));
    left -= more;
    return has + more;
  });
}

/** Which stretch of a list is shown in so many lines, so that the chosen place is within: the top of it while that fits. */
export function stretch(length: number, room: number, chosen: number): readonly [from: number, to: number] {
  if (length <= room || chosen < room) return [0, Math.min(length, room)];
  const from = Math.min(length - room, chosen - room + 1);
  return [from, from + room];
}
