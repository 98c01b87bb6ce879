import { boxMinimum } from '../../../stats/box-minimum.ts';
import type { Dimension } from '../dimension.ts';
import type { Acquisition } from './acquisition.ts';
import type { Landscape, Place } from './landscape.ts';

/** Steps along the continuous coordinates, and how often these and the others take turns. */
const STEPS = 40;
const TURNS = 4;
/** A turn that brings less is the last one. */
const LEAST_GAIN = 1e-6;
/** A number with more values than these is not tried at all of them, but near where it is and ever farther. */
const MOST_TRIED = 16;

/** A place and what it promises. */
export interface Peak {
  readonly place: Place;
  readonly promise: number;
}

/**
 * Climbs to where no coordinate alone promises more: along the slopes of those that are continuous, over the values of the others, in
 * turns.
 */
export function climb(acquisition: Acquisition, landscape: Landscape, from: Peak): Peak {
  let here = from;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const before = here.promise;
    here = alongSlopes(acquisition, landscape, here);
    let stepped = false;
    for (const [index, dimension] of landscape.dimensions.entries()) {
      const next = overValues(acquisition, landscape, here, index, dimension);
      stepped ||= next !== here;
      here = next;
    }
    if (!stepped || here.promise - before < LEAST_GAIN) break;
  }
  return here;
}

function alongSlopes(acquisition: Acquisition, landscape: Landscape, here: Peak): Peak {
  const active = landscape.activeAt(here.place);
  const moved = landscape.dimensions.flatMap(({ kind, size }, index) =>
    kind === 'number' && size === Infinity && active[index] === true ? [index] : [],
  );
  if (moved.length === 0) return here;
  const point = new Float64Array(here.place.length);
  landscape.writePoint(here.place, point, 0);
  const slopes = new Float64Array(point.length);
  const start = Float64Array.from(moved, (index) => here.place[index] as number);
  const { point: end, value } = boxMinimum(
    (coordinates, into) => {
      for (const [k, index] of moved.entries()) point[index] = coordinates[k] as number;
      const promise = acquisition.of(point, slopes);
      for (const [k, index] of moved.entries()) into[k] = -(slopes[index] as number);
      return -promise;
    },
    start,
    { low: new Float64Array(moved.length), high: new Float64Array(moved.length).fill(1), steps: STEPS },
  );
  if (!(-value > here.promise)) return here;
  const place = Float64Array.from(here.place);
  for (const [k, index] of moved.entries()) place[index] = end[k] as number;
  return { place, promise: -value };
}

function overValues(
  acquisition: Acquisition,
  landscape: Landscape,
  here: Peak,
  index: number,
  dimension: Dimension,
): Peak {
  const others = otherCoordinates(dimension, here.place[index] as number);
  if (others.length === 0 || landscape.activeAt(here.place)[index] !== true) return here;
  const width = here.place.length;
  const points = new Float64Array(others.length * width);
  const places = others.map((coordinate, k) => {
    const place = Float64Array.from(here.place);
    place[index] = coordinate;
    landscape.writePoint(place, points, k * width);
    return place;
  });
  const promises = acquisition.ofMany(points, places.length);
  let best = here;
  for (const [k, place] of places.entries()) {
    const promise = promises[k] as number;
    if (promise > best.promise) best = { place, promise };
  }
  return best;
}

/** Other values of what is not continuous. */
function otherCoordinates(dimension: Dimension, coordinate: number): readonly number[] {
  const { size } = dimension;
  if (size === Infinity || size === 1) return [];
  if (dimension.kind === 'choice') {
    return dimension.probabilities.flatMap((probability, index) =>
      index === coordinate || probability === 0 ? [] : [index],
    );
  }
  const { axis } = dimension;
  const at = axis.indexOf(axis.fromUnit(coordinate));
  const indices =
    size <= MOST_TRIED
      ? Array.from({ length: size }, (_, index) => index)
      : powersBelow(size).flatMap((far) => [at - far, at + far]);
  return indices
    .filter((index) => index !== at && index >= 0 && index < size)
    .map((index) => axis.toUnit(axis.valueAt(index)));
}

function powersBelow(size: number): readonly number[] {
  const powers: number[] = [];
  for (let far = 1; far < size; far *= 2) powers.push(far);
  return powers;
}
