/** The part of a drawing that stands for a point, px from its top left. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Spots of the points of a drawing in their order; a point that is not drawn at this width has none. */
export type Spots = readonly (Spot | undefined)[];

/** The point on whose spot a place lies. */
export function spotAt(spots: Spots, x: number, y: number): number | undefined {
  const found = spots.findIndex(
    (spot) =>
      spot !== undefined && x >= spot.x && x < spot.x + spot.width && y >= spot.y && y < spot.y + spot.height,
  );
  return found < 0 ? undefined : found;
}

/** The point whose spot is nearest by x alone: a drag that leaves the plot goes on along its edge. */
export function spotBeside(spots: Spots, x: number): number | undefined {
  let [found, least]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const [n, spot] of spots.entries()) {
    if (spot === undefined) continue;
    const distance = Math.abs(spot.x + spot.width / 2 - x);
    if (distance < least) [found, least] = [n, distance];
  }
  return found;
}

/** What covers the spots of a stretch of points; undefined where none of them is drawn. */
export function spotOfRange(spots: Spots, [from, to]: readonly [from: number, to: number]): Spot | undefined {
  const drawn = spots.slice(from, to + 1).filter((spot) => spot !== undefined);
  if (drawn.length === 0) return undefined;
  const [x, y] = [Math.min(...drawn.map((spot) => spot.x)), Math.min(...drawn.map((spot) => spot.y))];
  const right = Math.max(...drawn.map((spot) => spot.x + spot.width));
  const bottom = Math.max(...drawn.map((spot) => spot.y + spot.height));
  return { x, y, width: right - x, height: bottom - y };
}
